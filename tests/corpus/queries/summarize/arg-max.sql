SELECT 
  "t3"."k" AS "k",
  "t3"."arg_max_0"['v0'] AS "t",
  coalesce("t3"."arg_max_0"['v1'], '') AS "v"
FROM (
  SELECT 
    "t2"."k" AS "k",
    coalesce(arg_max({'v0': "t2"."t", 'v1': "t2"."v"}, "t2"."t"), any_value({'v0': "t2"."t", 'v1': "t2"."v"})) AS "arg_max_0",
    min("t2"."position") AS "first"
  FROM (
    SELECT 
      "t1"."k" AS "k",
      "t1"."t" AS "t",
      "t1"."v" AS "v",
      row_number() OVER () AS "position"
    FROM (VALUES ('a', kql_long_to_int(CAST(1 AS BIGINT)), 'old'), ('a', kql_long_to_int(CAST(3 AS BIGINT)), 'new'), ('b', kql_long_to_int(CAST(2 AS BIGINT)), 'only')) AS "t1"("k", "t", "v")
  ) AS "t2"
  GROUP BY "t2"."k"
) AS "t3"
ORDER BY "t3"."first" ASC NULLS FIRST
