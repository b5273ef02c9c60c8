"""Cases of t1043-unusual-process-common-port: lists that ignore case, ports, window, ties."""

from kusto import DAY, HOUR, MINUTE, TICK

from .builder import COMMON_PORT, NOW

SCRIPTS = ["powershell.exe", "pwsh.exe", "CMD.EXE", "wscript.exe", "CScript.exe", "mshta.exe", "wmic.exe"]
LOLBINS = ["rundll32.exe", "regsvr32.exe", "CertUtil.exe", "bitsadmin.exe", "MSBuild.exe", "csc.exe",
           "InstallUtil.exe", "RegAsm.exe", "regsvcs.exe", "ieexec.exe", "expand.exe", "extrac32.exe",
           "makecab.exe", "pcalua.exe", "replace.exe", "hh.exe", "infdefaultinstall.exe", "XWizard.exe"]
DESKTOP = ["notepad.exe", "Calc.exe", "mspaint.exe", "wordpad.exe", "write.exe", "winver.exe", "charmap.exe",
           "SnippingTool.exe"]
LEGITIMATE = ["chrome.exe", "firefox.exe", "msedge.exe", "iexplore.exe", "safari", "svchost.exe",
              "MicrosoftEdge.exe", "OneDrive.exe", "Teams.exe", "outlook.exe", "winlogon.exe", "lsass.exe",
              "services.exe", "MsMpEng.exe", "wuauclt.exe", "WindowsUpdate", "TiWorker.exe", "msiexec.exe",
              "wermgr.exe", "SearchIndexer.exe", "MSIEXEC.EXE", "Chrome.EXE"]


def add(b):
    processes(b)
    ports(b)
    addresses(b)
    window(b)


def connect(b, device, at=NOW - 5 * HOUR, **columns):
    b.event(device, at, **({"InitiatingProcessFileName": "powershell.exe", "InitiatingProcessId": 900,
                            "InitiatingProcessCommandLine": "powershell -nop -w hidden",
                            "InitiatingProcessParentFileName": "winword.exe"} | columns))


def processes(b):
    lists = [("scripts", SCRIPTS, "IsScriptInterpreter"), ("lolbins", LOLBINS, "IsLOLBin"),
             ("desktop", DESKTOP, "IsUnusualSystem")]
    flags = [flag for _, _, flag in lists]
    for name, members, flag in lists:
        rows = [{"InitiatingProcessFileName": member} | {f: f == flag for f in flags} for member in members]
        device = b.case(f"t1043-{name}", "every member of the list, in any case; one minute apart",
                        {COMMON_PORT: rows}, ["in~ and !in~"])
        for index, member in enumerate(members):
            connect(b, device, NOW - 6 * HOUR + index * MINUTE, InitiatingProcessFileName=member)
    device = b.case("t1043-legitimate", "the excluded processes; msiexec.exe is excluded though it is in a list",
                    None, ["in~ and !in~"])
    for member in LEGITIMATE:
        connect(b, device, InitiatingProcessFileName=member)
    device = b.case("t1043-near-names", "in~ compares whole strings", None, ["in~ and !in~"])
    for name in ["powershell", "powershell.exe.bak", "my-cmd.exe", " cmd.exe", "cmd.exe ", "curl.exe", "", None]:
        connect(b, device, InitiatingProcessFileName=name)


def ports(b):
    device = b.case("t1043-ports", "the seven ports, and four that are not among them",
                    {COMMON_PORT: [{"RemotePort": port} for port in (80, 443, 53, 25, 22, 3389, 135)]}, ["null"])
    for port in (80, 443, 53, 25, 22, 3389, 135, 8080, 444, 0, None):
        connect(b, device, RemotePort=port)
    device = b.case("t1043-action-type", "only ConnectionSuccess, in this case")
    for action in ("connectionsuccess", "ConnectionFailed", "ConnectionSuccessAggregatedReport", "", None):
        connect(b, device, ActionType=action)


def addresses(b):
    types = [("Private", True), ("private", False), ("Public", False), ("Loopback", False), ("LinkLocal", False)]
    device = b.case("t1043-internal", "internal means exactly Private",
                    {COMMON_PORT: [{"RemoteIPType": t, "IsInternal": i} for t, i in types]})
    for kind, _ in types:
        connect(b, device, RemoteIPType=kind, RemoteIP="10.9.8.7" if "rivate" in kind else "198.51.100.7",
                RemotePort=3389)
    device = b.case("t1043-empty", "nothing but a process: missing strings are empty, not null",
                    {COMMON_PORT: [{"AccountName": "", "RemoteIP": "", "RemoteIPType": "", "IsInternal": False,
                                    "InitiatingProcessCommandLine": ""}]}, ["empty strings"])
    connect(b, device, InitiatingProcessAccountName=None, RemoteIP=None, RemoteIPType=None, RemoteUrl=None,
            InitiatingProcessCommandLine=None, InitiatingProcessParentFileName=None, RemotePort=135)


def window(b):
    edge = NOW - DAY
    moments = [edge + TICK, NOW, NOW + MINUTE]
    device = b.case("t1043-window", "24 h old exactly or by a tick more is out; now and later are in",
                    {COMMON_PORT: [{"Timestamp": t} for t in ("2026-02-10T12:00:00.0000001Z",
                     "2026-02-11T12:00:00.0000000Z", "2026-02-11T12:01:00.0000000Z")]}, ["window edge", "null"])
    for at in [edge, edge - TICK] + moments:
        connect(b, device, at)
    connect(b, device, None, TimeGenerated=None)
    fractions = [0, 1, 12, 123, 1234, 12345, 123456, 1234567]
    ticks = [value * 10 ** (7 - digits) for digits, value in enumerate(fractions)]
    device = b.case("t1043-fractions", "0 to 7 fractional digits, spelled in different ways",
                    {COMMON_PORT: [{"Timestamp": f"2026-02-11T08:00:00.{t:07d}Z"} for t in ticks]}, ["sort"])
    for t in ticks:
        connect(b, device, NOW - 4 * HOUR + t)
    device = b.case("t1043-ties", "three events at one instant, in any order among themselves",
                    {COMMON_PORT: [{"RemotePort": port} for port in (22, 25, 53)]}, ["sort"])
    for port in (22, 25, 53):
        connect(b, device, NOW - 3 * HOUR, RemotePort=port)
