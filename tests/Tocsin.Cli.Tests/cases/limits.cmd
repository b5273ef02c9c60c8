query 'print 1' --memory 200MB --threads 1 --format csv
