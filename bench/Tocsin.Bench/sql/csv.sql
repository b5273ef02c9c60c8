-- The events as CSV, as the portal exports them.
COPY (SELECT * REPLACE (strftime("Timestamp", '%Y-%m-%dT%H:%M:%S.%fZ') AS "Timestamp") FROM read_parquet('$events')) TO '$file' (FORMAT csv, HEADER);
