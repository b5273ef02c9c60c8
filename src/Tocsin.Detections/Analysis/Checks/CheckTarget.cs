namespace Tocsin.Detections.Analysis.Checks;

/// <summary>Where a query is to run.</summary>
public enum CheckTarget
{
    /// <summary>Tocsin itself, or a Kusto cluster with tables like its own.</summary>
    Kusto,

    /// <summary>Microsoft Sentinel: tables as Log Analytics has them.</summary>
    Sentinel,

    /// <summary>Advanced hunting and custom detections.</summary>
    DefenderXdr,
}

public static class CheckTargets
{
    /// <summary>The service's name as people know it.</summary>
    public static string Title(this CheckTarget target) => target switch
    {
        CheckTarget.Kusto => "Kusto",
        CheckTarget.Sentinel => "Sentinel",
        CheckTarget.DefenderXdr => "Defender XDR",
    };
}
