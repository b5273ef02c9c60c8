-- What SQL cannot say, series_decompose_anomalies, is the same function in both.
WITH series AS (
    SELECT
        "DeviceName", "InitiatingProcessFileName", "RemoteIP",
        list(bucket ORDER BY bucket) AS "Timestamp",
        list(connections ORDER BY bucket) FILTER (connections IS NOT NULL) AS "ConnCounts"
    FROM (
        SELECT
            time_bucket(INTERVAL 1 HOUR, "Timestamp") AS bucket, "DeviceName", "InitiatingProcessFileName", "RemoteIP",
            TRY_CAST("AdditionalFields"->>'uniqueEventsAggregated' AS INTEGER) AS connections
        FROM read_parquet('$file')
        WHERE "Timestamp" > TIMESTAMP '$now' - INTERVAL 3 DAY
          AND "ActionType" ILIKE '%AggregatedReport'
          AND NOT regexp_matches("RemoteIP", '^(10\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.)|:')
    )
    GROUP BY "DeviceName", "InitiatingProcessFileName", "RemoteIP"
),
scored AS (
    SELECT *, kql_series_decompose_anomalies("ConnCounts"::DOUBLE[], 1.5::DOUBLE, -1::BIGINT, 'avg', 0::BIGINT, 'ctukey', 0.6::DOUBLE) AS anomalies,
        list_avg("ConnCounts") AS average
    FROM series
)
SELECT
    "Timestamp"[1] AS "FirstConnection", "Timestamp"[-1] AS "LastConnection", "DeviceName", "InitiatingProcessFileName", "RemoteIP",
    len("Timestamp") AS count_of_hours,
    len(list_filter(anomalies.ad_flag, lambda flag: flag = 0)) AS inliner_count,
    len(list_filter(anomalies.ad_flag, lambda flag: flag <> 0)) AS outlier_count,
    trunc(average)::INTEGER AS avg_conn_count, "Timestamp", "ConnCounts", anomalies.ad_flag, anomalies.ad_score, anomalies.baseline,
    list_min("ConnCounts")::DOUBLE AS lowest, list_position("ConnCounts", list_min("ConnCounts")) - 1 AS lowest_at,
    list_max("ConnCounts")::DOUBLE AS highest, list_position("ConnCounts", list_max("ConnCounts")) - 1 AS highest_at,
    average, list_stddev_samp("ConnCounts"::DOUBLE[]) AS deviation, list_var_samp("ConnCounts"::DOUBLE[]) AS variance
FROM scored
WHERE len(list_filter(anomalies.ad_flag, lambda flag: flag = 0)) >= 12 AND average > 45
ORDER BY average DESC
