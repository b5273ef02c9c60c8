hunt events.csv --rules rule.kql
