query -f rule.kql --data events.csv
