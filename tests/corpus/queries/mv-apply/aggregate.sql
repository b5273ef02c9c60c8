WITH "numbered" AS MATERIALIZED (
  SELECT 
    "t2"."k" AS "k",
    "t2"."d" AS "d",
    "t2"."row" AS "row",
    row_number() OVER () AS "number"
  FROM (
    SELECT 
      "t1"."k" AS "k",
      "t1"."d" AS "d",
      row_number() OVER () AS "row"
    FROM (VALUES ('a', '[1,5,3]'), ('b', '[2]')) AS "t1"("k", "d")
  ) AS "t2"
)
SELECT 
  "t3"."k" AS "k",
  "t6"."m" AS "m",
  "t6"."c" AS "c"
FROM "numbered" AS "t3"
CROSS JOIN LATERAL (
  SELECT 
    max(kql_item_to_long("t5"."x")) AS "m",
    count(*) AS "c"
  FROM (
    SELECT 
      unnest(coalesce(kql_dynamic_items("t4"."d"), [CAST(NULL AS VARCHAR)])) AS "x"
    FROM "numbered" AS "t4"
    WHERE "t4"."number" = "t3"."number"
  ) AS "t5"
) AS "t6"
ORDER BY "t3"."row" ASC NULLS FIRST
