query 'print now(), ago(1d)' --now 2026-03-05T18:00:00+01:00 --format csv
