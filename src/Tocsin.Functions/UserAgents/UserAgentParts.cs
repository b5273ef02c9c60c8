namespace Tocsin.Functions.UserAgents;

/// <summary>What <c>parse_user_agent</c> looks for (parse-user-agent-function.md).</summary>
[Flags]
public enum UserAgentParts
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>"browser".</summary>
    Browser = 1,

    /// <summary>"os".</summary>
    OperatingSystem = 2,

    /// <summary>"device".</summary>
    Device = 4,
}
