hunt empty.csv
