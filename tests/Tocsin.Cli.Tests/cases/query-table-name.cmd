query 'DeviceNetworkEvents | count' --table DeviceNetworkEvents=events.csv
