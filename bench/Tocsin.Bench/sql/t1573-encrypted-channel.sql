WITH candidates AS (
    SELECT *
    FROM read_parquet('$file')
    WHERE "Timestamp" >= TIMESTAMP '$now' - INTERVAL 1 DAY
      AND "ActionType" = 'ConnectionSuccess'
      AND "RemotePort" IN (443, 8443, 8080, 4443, 9443, 3443, 7443)
      AND NOT regexp_matches("InitiatingProcessFileName", '(?i)(^|[^a-z0-9])(chrome\.exe|firefox\.exe|msedge\.exe|iexplore\.exe|outlook\.exe|teams\.exe|onedrive\.exe|slack\.exe|zoom\.exe|msiexec\.exe|wuauclt\.exe|svchost\.exe)([^a-z0-9]|$)')
      AND NOT regexp_matches("RemoteIP", '^(10\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|127\.)')
),
connections AS (
    SELECT
        "Timestamp", "DeviceName", "InitiatingProcessFileName", "InitiatingProcessCommandLine", "InitiatingProcessParentFileName",
        "InitiatingProcessAccountName", "RemoteIP", "RemotePort", "RemoteUrl", "BytesSent", "BytesReceived",
        "RemoteUrl" = '' OR "RemoteUrl" = "RemoteIP" OR regexp_matches("RemoteUrl", '^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$') AS ip_only,
        regexp_matches("InitiatingProcessParentFileName", '(?i)(^|[^a-z0-9])(cmd\.exe|powershell\.exe|wscript\.exe|cscript\.exe|mshta\.exe|regsvr32\.exe|rundll32\.exe|svchost\.exe|explorer\.exe)([^a-z0-9]|$)') AS suspicious_parent
    FROM candidates
    WHERE "RemoteIP" <> '' AND NOT regexp_matches("RemoteIP", '^(::1|fc00:|fe80:)')
),
beacons AS (
    SELECT
        "DeviceName", "InitiatingProcessFileName", "RemoteIP", "RemotePort", count(*) AS "ConnectionCount",
        date_diff('minute', min("Timestamp"), max("Timestamp"))::DOUBLE / (count(*) - 1)::DOUBLE AS gap
    FROM candidates
    GROUP BY "DeviceName", "InitiatingProcessFileName", "InitiatingProcessCommandLine", "RemoteIP", "RemotePort"
    HAVING count(*) >= 5 AND count(DISTINCT "RemoteIP") = 1
       AND date_diff('minute', min("Timestamp"), max("Timestamp"))::DOUBLE / (count(*) - 1)::DOUBLE BETWEEN 1.0 AND 60.0
),
joined AS (
    SELECT c.*, b."ConnectionCount", b.gap,
        CASE WHEN b.gap < 5 THEN 'High - Sub-5min beaconing' WHEN b.gap < 15 THEN 'Medium - Regular beaconing' WHEN b.gap IS NOT NULL THEN 'Low - Periodic connection' ELSE '' END AS "BeaconScore"
    FROM connections AS c
    LEFT JOIN beacons AS b USING ("DeviceName", "InitiatingProcessFileName", "RemoteIP", "RemotePort")
)
SELECT "Timestamp", "DeviceName",
    CASE WHEN ip_only AND suspicious_parent THEN 'Critical'
         WHEN ip_only OR starts_with("BeaconScore", 'High') THEN 'High'
         WHEN suspicious_parent OR "BeaconScore" <> '' THEN 'Medium' ELSE 'Low' END AS "RiskScore",
    "InitiatingProcessFileName", "InitiatingProcessCommandLine", "InitiatingProcessParentFileName", "InitiatingProcessAccountName",
    "RemoteIP", "RemotePort", "RemoteUrl", ip_only, "BeaconScore", "ConnectionCount", gap, "BytesSent", "BytesReceived"
FROM joined
WHERE ip_only OR suspicious_parent OR "BeaconScore" <> ''
ORDER BY "RiskScore" ASC, "Timestamp" DESC
