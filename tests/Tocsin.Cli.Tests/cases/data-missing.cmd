hunt missing.csv
