WITH grouped AS (
    SELECT
        "DeviceName", "InitiatingProcessAccountName" AS "AccountName", "RemoteIP", "RemoteUrl", count(*) AS "ConnectionCount",
        min("Timestamp") AS first, max("Timestamp") AS last, count(DISTINCT "RemotePort") AS "DistinctPorts",
        list(DISTINCT "RemotePort")[1:10] AS "Ports", list(DISTINCT "InitiatingProcessFileName")[1:5] AS "Processes",
        date_diff('minute', min("Timestamp"), max("Timestamp")) AS "DurationMinutes"
    FROM read_parquet('$file')
    WHERE "Timestamp" > TIMESTAMP '$now' - INTERVAL 1 DAY
      AND "ActionType" = 'ConnectionSuccess'
      AND "RemoteIPType" = 'Public'
      AND NOT regexp_matches("RemoteUrl", '(?i)(^|[^a-z0-9])(microsoft\.com|windows\.com|windowsupdate\.com|office\.com|live\.com|azure\.com|microsoftonline\.com|office365\.com|akamaiedge\.net|akamaitechnologies\.com|cloudflare\.com|cloudflare-dns\.com|amazonaws\.com|googleusercontent\.com|googleapis\.com|apple\.com|icloud\.com|digicert\.com|verisign\.com|ocsp\.sectigo\.com|crl\.microsoft\.com|ctldl\.windowsupdate\.com|login\.microsoftonline\.com)([^a-z0-9]|$)')
      AND lower("InitiatingProcessFileName") NOT IN ('msedge.exe', 'chrome.exe', 'firefox.exe', 'iexplore.exe', 'opera.exe', 'brave.exe', 'outlook.exe', 'teams.exe', 'slack.exe', 'zoom.exe', 'onedrive.exe', 'dropbox.exe', 'steam.exe', 'msedgewebview2.exe', 'microsoftedgecp.exe')
    GROUP BY ALL
    HAVING count(*) >= 10 AND date_diff('minute', min("Timestamp"), max("Timestamp")) > 30
),
scored AS (
    SELECT *, "DurationMinutes"::DOUBLE / "ConnectionCount" AS gap,
        regexp_matches(array_to_string("Processes", '|'), '(?i)(^|[^a-z0-9])(powershell\.exe|pwsh\.exe|cmd\.exe|wscript\.exe|cscript\.exe|rundll32\.exe|regsvr32\.exe|mshta\.exe|certutil\.exe|bitsadmin\.exe|curl\.exe|wget\.exe|msiexec\.exe|odbcconf\.exe|wmic\.exe|msbuild\.exe|csc\.exe)([^a-z0-9]|$)') AS suspicious
    FROM grouped
)
SELECT
    last AS "Timestamp", "DeviceName", "AccountName", "RemoteIP", "RemoteUrl", "ConnectionCount", "DurationMinutes", gap, "DistinctPorts", "Ports", "Processes",
    suspicious, gap BETWEEN 0.5 AND 60.0 AS beacon_interval,
    CASE WHEN suspicious AND gap BETWEEN 0.5 AND 60.0 THEN 3 WHEN suspicious THEN 2 WHEN gap BETWEEN 0.5 AND 60.0 AND "ConnectionCount" > 30 THEN 2 ELSE 1 END AS "RiskScore"
FROM scored
WHERE suspicious OR gap BETWEEN 0.5 AND 60.0
ORDER BY "RiskScore" DESC, "ConnectionCount" DESC
