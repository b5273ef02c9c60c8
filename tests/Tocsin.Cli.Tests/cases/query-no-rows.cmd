query 'DeviceNetworkEvents | project Timestamp, RemoteIP'
