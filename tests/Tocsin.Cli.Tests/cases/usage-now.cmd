query 'print 1' --now yesterday
