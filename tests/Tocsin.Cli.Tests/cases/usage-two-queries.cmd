query 'print 1' -f rule.kql
