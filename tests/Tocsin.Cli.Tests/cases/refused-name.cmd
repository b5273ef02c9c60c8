query -f refused.kql
