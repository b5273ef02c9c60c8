SELECT 
  "t2"."k" AS "k",
  "t2"."arg_max_0"['v0'] AS "t",
  coalesce("t2"."arg_max_0"['v1'], '') AS "v"
FROM (
  SELECT 
    "t1"."k" AS "k",
    coalesce(arg_max({'v0': "t1"."t", 'v1': "t1"."v"}, "t1"."t"), any_value({'v0': "t1"."t", 'v1': "t1"."v"})) AS "arg_max_0"
  FROM (VALUES ('a', kql_long_to_int(CAST(1 AS BIGINT)), 'old'), ('a', kql_long_to_int(CAST(3 AS BIGINT)), 'new'), ('b', kql_long_to_int(CAST(2 AS BIGINT)), 'only')) AS "t1"("k", "t", "v")
  GROUP BY "t1"."k"
) AS "t2"
