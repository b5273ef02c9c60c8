hunt events.csv --rules rule.kql -o alerts.json
