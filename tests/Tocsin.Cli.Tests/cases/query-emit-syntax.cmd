query 'print x=1+1' --emit syntax
