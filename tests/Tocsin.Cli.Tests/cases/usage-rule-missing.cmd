hunt events.csv --rules nothing-of-that-name
