query 'DeviceNetworkEvents | wher RemotePort == 1'
