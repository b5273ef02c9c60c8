SELECT 
  "t1"."k" AS "k",
  "t3"."m" AS "m",
  "t3"."c" AS "c"
FROM (VALUES ('a', '[1,5,3]'), ('b', '[2]')) AS "t1"("k", "d")
CROSS JOIN LATERAL (
  SELECT 
    max(kql_dynamic_to_long("t2"."x")) AS "m",
    count(*) AS "c"
  FROM (
    SELECT 
      unnest(coalesce(kql_dynamic_items("t1"."d"), [CAST(NULL AS VARCHAR)])) AS "x"
  ) AS "t2"
) AS "t3"
