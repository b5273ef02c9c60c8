-- Datetimes are ticks since year 1 and dynamic values JSON, as in every table; *_native are what DuckDB's own functions take.
CREATE TABLE T AS
SELECT
    'host' || (i % 4000) || '.corp.example' AS host,
    'https://www.' || (i % 977) || '.example.org:8443/path/to/' || i || '?q=a%20b&id=' || (i % 31) AS url,
    'C:\Windows\System32\powershell.exe -NoProfile -WindowStyle Hidden -EncodedCommand ' || md5(i::VARCHAR) AS cmd,
    (i % 223) || '.' || (i % 251) || '.' || (i % 241) || '.' || (i % 239) AS ip,
    (i * 7919 % 1000000)::VARCHAR AS digits,
    '{"a":' || i || ',"b":{"c":"value ' || (i % 100) || '"},"list":[1,2,3]}' AS json,
    '["red","green","blue","' || (i % 10) || '"]' AS words,
    to_json(list_transform(range(48), lambda k: (hash(i * 48 + k) % 1000)::DOUBLE))::VARCHAR AS series,
    list_transform(range(48), lambda k: (hash(i * 48 + k) % 1000)::DOUBLE) AS series_native,
    i AS n,
    1 + i % 97 AS m,
    i / 7.0 AS r,
    638000000000000000 + i * 12345678 AS t,
    638000000000000000 + i * 12345999 + 987654321 AS u,
    TIMESTAMP '2022-09-29 22:13:20' + to_microseconds(i * 1234567) AS t_native,
    TIMESTAMP '2022-09-29 22:13:20' + to_microseconds(i * 1234599 + 98765432) AS u_native
FROM range($rows) AS r(i);
