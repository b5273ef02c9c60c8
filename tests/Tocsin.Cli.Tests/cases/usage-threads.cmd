query 'print 1' --threads 0
