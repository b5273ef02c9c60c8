SELECT
    "Timestamp", "DeviceName", "InitiatingProcessAccountName" AS "AccountName", "InitiatingProcessFileName", "InitiatingProcessCommandLine",
    "InitiatingProcessParentFileName", "RemoteIP", "RemotePort", "RemoteIPType", "RemoteIPType" = 'Private' AS "IsInternal",
    lower("InitiatingProcessFileName") IN ('powershell.exe', 'pwsh.exe', 'cmd.exe', 'wscript.exe', 'cscript.exe', 'mshta.exe', 'wmic.exe') AS "IsScriptInterpreter",
    lower("InitiatingProcessFileName") IN ('rundll32.exe', 'regsvr32.exe', 'certutil.exe', 'bitsadmin.exe', 'msbuild.exe', 'csc.exe', 'installutil.exe', 'regasm.exe', 'regsvcs.exe', 'ieexec.exe', 'msiexec.exe', 'expand.exe', 'extrac32.exe', 'makecab.exe', 'pcalua.exe', 'replace.exe', 'hh.exe', 'infdefaultinstall.exe', 'xwizard.exe') AS "IsLOLBin",
    lower("InitiatingProcessFileName") IN ('notepad.exe', 'calc.exe', 'mspaint.exe', 'wordpad.exe', 'write.exe', 'winver.exe', 'charmap.exe', 'snippingtool.exe') AS "IsUnusualSystem"
FROM read_parquet('$file')
WHERE "Timestamp" > TIMESTAMP '$now' - INTERVAL 1 DAY
  AND "RemotePort" IN (80, 443, 53, 25, 22, 3389, 135)
  AND "ActionType" = 'ConnectionSuccess'
  AND lower("InitiatingProcessFileName") IN (
    'powershell.exe', 'pwsh.exe', 'cmd.exe', 'wscript.exe', 'cscript.exe', 'mshta.exe', 'wmic.exe',
    'rundll32.exe', 'regsvr32.exe', 'certutil.exe', 'bitsadmin.exe', 'msbuild.exe', 'csc.exe', 'installutil.exe', 'regasm.exe', 'regsvcs.exe', 'ieexec.exe', 'expand.exe', 'extrac32.exe', 'makecab.exe', 'pcalua.exe', 'replace.exe', 'hh.exe', 'infdefaultinstall.exe', 'xwizard.exe',
    'notepad.exe', 'calc.exe', 'mspaint.exe', 'wordpad.exe', 'write.exe', 'winver.exe', 'charmap.exe', 'snippingtool.exe')
ORDER BY "Timestamp" DESC
