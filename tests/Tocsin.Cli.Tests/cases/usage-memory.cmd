query 'print 1' --memory lots
