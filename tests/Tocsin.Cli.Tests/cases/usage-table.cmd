query 'T | count' --table T
