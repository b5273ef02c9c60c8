query 'print x=1' -o nowhere/out.json
