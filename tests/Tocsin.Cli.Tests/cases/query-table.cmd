query "print n=1, t=datetime(2026-03-05), s='x', d=dynamic([1,{'k':null}]), r=real(nan), ts=1.02:03:04, e=int(null)"
