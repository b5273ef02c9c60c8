query -f missing.kql
