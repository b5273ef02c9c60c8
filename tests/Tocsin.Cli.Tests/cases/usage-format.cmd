query 'print 1' --format xml
