SELECT
    max("Timestamp") AS "Timestamp", "DeviceName", "InitiatingProcessFileName", count(*) AS "ConnectionCount",
    count(DISTINCT "RemoteIP") AS "UniqueRemoteIPs", list(DISTINCT "RemotePort") AS "Ports",
    date_diff('second', min("Timestamp"), max("Timestamp")) // count(*) AS "AvgTimeBetween",
    CASE WHEN date_diff('second', min("Timestamp"), max("Timestamp")) // count(*) BETWEEN 55 AND 65
           OR date_diff('second', min("Timestamp"), max("Timestamp")) // count(*) BETWEEN 295 AND 305
           OR date_diff('second', min("Timestamp"), max("Timestamp")) // count(*) BETWEEN 895 AND 905 THEN 'high' ELSE 'medium' END AS "BeaconScore",
    min("Timestamp") AS "FirstSeen", max("Timestamp") AS "LastSeen"
FROM read_parquet('$file')
WHERE "Timestamp" > TIMESTAMP '$now' - INTERVAL 1 DAY
  AND "RemoteIPType" = 'Public'
  AND "ActionType" = 'ConnectionSuccess'
  AND "RemotePort" IN (80, 443, 53, 21, 25, 110, 143, 8080, 8443, 1883, 5222)
GROUP BY "DeviceName", "InitiatingProcessFileName", "InitiatingProcessId"
HAVING count(*) > 10 AND date_diff('second', min("Timestamp"), max("Timestamp")) // count(*) BETWEEN 1 AND 3600
ORDER BY "ConnectionCount" DESC
