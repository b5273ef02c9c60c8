hunt events.csv
