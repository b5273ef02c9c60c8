query 'print x=1' -o out.parquet
