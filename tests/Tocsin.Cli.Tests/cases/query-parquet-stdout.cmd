query 'print x=1' --format parquet
