-- The events as a Zeek conn.log with all columns that Zeek writes.
COPY (
    SELECT '#separator \x09' AS line
    UNION ALL SELECT '#set_separator' || chr(9) || ','
    UNION ALL SELECT '#empty_field' || chr(9) || '(empty)'
    UNION ALL SELECT '#unset_field' || chr(9) || '-'
    UNION ALL SELECT '#path' || chr(9) || 'conn'
    UNION ALL SELECT '#open' || chr(9) || '2026-06-12-12-00-00'
    UNION ALL SELECT '#fields' || chr(9) || concat_ws(chr(9), 'ts', 'uid', 'id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p', 'proto', 'service', 'duration',
        'orig_bytes', 'resp_bytes', 'conn_state', 'local_orig', 'local_resp', 'missed_bytes', 'history', 'orig_pkts', 'orig_ip_bytes', 'resp_pkts', 'resp_ip_bytes', 'tunnel_parents')
    UNION ALL SELECT '#types' || chr(9) || concat_ws(chr(9), 'time', 'string', 'addr', 'port', 'addr', 'port', 'enum', 'string', 'interval',
        'count', 'count', 'string', 'bool', 'bool', 'count', 'string', 'count', 'count', 'count', 'count', 'set[string]')
    UNION ALL
    SELECT concat_ws(chr(9),
        printf('%.6f', epoch("Timestamp")), 'C' || left(md5(("BytesSent" * 7919 + "BytesReceived" + "LocalPort")::VARCHAR), 17), "LocalIP", "LocalPort", "RemoteIP", "RemotePort",
        'tcp', CASE WHEN "RemotePort" = 443 THEN 'ssl' WHEN "RemotePort" = 80 THEN 'http' ELSE '-' END, printf('%.6f', "BytesSent" / 997.0),
        "BytesSent", "BytesReceived", CASE WHEN "ActionType" = 'ConnectionFailed' THEN 'S0' ELSE 'SF' END, '-', '-', 0, 'ShADadFf',
        "BytesSent" // 1000 + 4, "BytesSent" + 500, "BytesReceived" // 1400 + 4, "BytesReceived" + 500, '-')
    FROM read_parquet('$events')
) TO '$file' (FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE '');
