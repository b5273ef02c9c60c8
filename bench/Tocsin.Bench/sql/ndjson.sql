-- The events as one JSON object a line, as advanced hunting's API gives them.
COPY (SELECT * REPLACE (strftime("Timestamp", '%Y-%m-%dT%H:%M:%S.%fZ') AS "Timestamp") FROM read_parquet('$events')) TO '$file' (FORMAT json);
