hunt events.csv --rules rule.kql --min-severity critical
