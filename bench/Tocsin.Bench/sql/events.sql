-- $events events over three days ending at 2026-06-15 12:00: 4,000 devices, heavy-tailed destinations, the processes
-- of an office estate, a beacon on one device in a hundred, hourly aggregated reports. Deterministic: every choice is a
-- hash of the event's number. Reports of one hour are alike, since sorting by the hour leaves their order open.
CREATE OR REPLACE TEMP MACRO pick(i, salt, n) AS (hash(i * 31 + salt) % n)::BIGINT;
CREATE OR REPLACE TEMP MACRO unit(i, salt) AS (hash(i * 31 + salt) % 1000003) / 1000003.0;

COPY (
    WITH numbered AS (
        SELECT
            i,
            (TIMESTAMP '2026-06-12 12:00:00' + to_microseconds((i * (259200000000 // $events)))::INTERVAL)::TIMESTAMP AS moment,
            pick(i, 1, 4000) AS device,
            unit(i, 2) AS kind,
            floor(40000 * pow(unit(i, 3), 4))::BIGINT AS peer,
            unit(i, 4) AS port
        FROM range($events) AS r(i)
    ),
    shaped AS (
        SELECT
            *,
            -- A beacon: its device's own process to its own address, on a five-minute beat.
            device % 100 = 7 AND kind < 0.5 AS beacon,
            kind >= 0.5 AND kind < 0.6 AS report
        FROM numbered
    )
    SELECT
        CASE WHEN beacon THEN time_bucket(INTERVAL 5 MINUTE, moment) + to_seconds(pick(device, 9, 20)) ELSE moment END AS "Timestamp",
        'device-' || device AS "DeviceId",
        'host' || device || '.corp.example' AS "DeviceName",
        CASE WHEN report THEN 'ConnectionSuccessAggregatedReport'
             WHEN unit(i, 5) < 0.9 THEN 'ConnectionSuccess'
             ELSE (['ConnectionFailed', 'InboundConnectionAccepted', 'ConnectionAttempt', 'DnsConnectionInspected'])[1 + pick(i, 6, 4)] END AS "ActionType",
        CASE WHEN beacon THEN '203.0.113.' || (device // 100)
             WHEN report THEN '198.51.' || pick(device, 20, 100) || '.' || pick(device, 21, 250)
             WHEN unit(i, 7) < 0.35 THEN '10.' || (peer % 4) || '.' || (peer % 250) || '.' || (peer % 200)
             ELSE (20 + peer % 180) || '.' || (peer % 251) || '.' || (peer // 251 % 250) || '.' || (peer % 199) END AS "RemoteIP",
        CASE WHEN beacon OR port < 0.7 THEN 443
             ELSE ([80, 53, 8080, 8443, 445, 3389, 22, 25, 135, 5222, 1883, 49152 + pick(i, 8, 9000)::INTEGER])[1 + pick(i, 9, 12)] END::INTEGER AS "RemotePort",
        CASE WHEN beacon THEN '' WHEN unit(i, 10) < 0.4 THEN '' ELSE
            (['www', 'api', 'cdn', 'login', 'update'])[1 + peer % 5] || '.' ||
            (['microsoft.com', 'example.org', 'office365.com', 'akamaiedge.net', 'contoso.net', 'fabrikam.io', 'vendor' || (peer % 500) || '.net'])[1 + peer % 7] END AS "RemoteUrl",
        '10.1.' || (device // 250) || '.' || (device % 250) AS "LocalIP",
        (49152 + pick(i, 11, 16000))::INTEGER AS "LocalPort",
        'Tcp' AS "Protocol",
        CASE WHEN NOT beacon AND NOT report AND unit(i, 7) < 0.35 THEN 'Private' ELSE 'Public' END AS "RemoteIPType",
        CASE WHEN beacon THEN 'updater' || (device // 100) || '.exe'
             WHEN report THEN 'agent.exe'
             WHEN unit(i, 12) < 0.02 THEN (['powershell.exe', 'rundll32.exe', 'certutil.exe', 'notepad.exe', 'CScript.exe', 'bitsadmin.exe'])[1 + pick(i, 13, 6)]
             ELSE (['chrome.exe', 'msedge.exe', 'svchost.exe', 'Teams.exe', 'OUTLOOK.EXE', 'OneDrive.exe', 'MsSense.exe', 'agent.exe', 'backup.exe', 'java.exe'])[1 + pick(device * 7 + peer % 5, 14, 10)] END AS "InitiatingProcessFileName",
        (1000 + CASE WHEN beacon THEN device ELSE pick(device * 13 + peer % 40, 15, 30000) END)::BIGINT AS "InitiatingProcessId",
        'run --profile ' || pick(device * 3 + peer % 3, 16, 50) AS "InitiatingProcessCommandLine",
        (['explorer.exe', 'services.exe', 'cmd.exe', 'svchost.exe', 'winword.exe'])[1 + pick(device + peer % 5, 17, 5)] AS "InitiatingProcessParentFileName",
        'user' || (device % 1500) AS "InitiatingProcessAccountName",
        CASE WHEN report THEN '{"uniqueEventsAggregated":' || (30 + pick(device * 1000 + epoch_us(moment) // 3600000000, 18, 60)) || ',"firstSeen":"2026-06-12"}' ELSE '' END AS "AdditionalFields",
        pick(i, 19, 100000)::BIGINT AS "BytesSent",
        pick(i, 22, 1000000)::BIGINT AS "BytesReceived"
    FROM shaped
) TO '$file' (FORMAT parquet, COMPRESSION zstd);
