query 'print x = nothing' -o out.json
