query 'DeviceNetworkEvents | project InitiatingProcessFileName' --data events.csv --format csv --spreadsheet-safe
