hunt events.csv --rules rule.kql --fail-on high
