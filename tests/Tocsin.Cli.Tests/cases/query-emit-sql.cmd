query 'print x=1+1' --emit sql
