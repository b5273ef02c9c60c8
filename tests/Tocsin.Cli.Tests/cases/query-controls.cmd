query 'print s="a\u001b[31mred\nline\u202eback"'
