SELECT 
  count(*) AS "count_"
FROM (
  SELECT DISTINCT ON ("t1"."k")
    "t1"."k" AS "k"
  FROM (VALUES ('a'), ('b'), ('b'), ('')) AS "t1"("k")
) AS "t2"
JOIN (VALUES ('b'), ('b'), ('c'), ('')) AS "t3"("k") ON "t2"."k" = "t3"."k"
