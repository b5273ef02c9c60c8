query 'print 1' --colour
