hunt events.csv --rules refused.kql --rules rule.kql
