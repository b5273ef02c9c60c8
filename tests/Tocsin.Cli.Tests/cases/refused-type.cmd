query 'print 1 + "x"'
