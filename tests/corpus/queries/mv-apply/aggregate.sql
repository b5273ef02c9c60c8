SELECT 
  "t2"."k" AS "k",
  "t4"."m" AS "m",
  "t4"."c" AS "c"
FROM (
  SELECT 
    "t1"."k" AS "k",
    "t1"."d" AS "d",
    row_number() OVER () AS "row"
  FROM (VALUES ('a', '[1,5,3]'), ('b', '[2]')) AS "t1"("k", "d")
) AS "t2"
CROSS JOIN LATERAL (
  SELECT 
    max(kql_item_to_long("t3"."x")) AS "m",
    count(*) AS "c"
  FROM (
    SELECT 
      unnest(coalesce(kql_dynamic_items("t2"."d"), [CAST(NULL AS VARCHAR)])) AS "x"
  ) AS "t3"
) AS "t4"
ORDER BY "t2"."row" ASC NULLS FIRST
