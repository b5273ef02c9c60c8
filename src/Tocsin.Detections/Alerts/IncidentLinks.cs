using System.Collections.Frozen;
using System.Net;
using Tocsin.Detections.Packages;

namespace Tocsin.Detections.Alerts;

/// <summary>
/// Which entities tie alerts together. A host does. So does an account, unless every machine has one of its name. So does the public
/// address or name that an alert of medium severity or above is about; what low alerts have in common is mostly an agent or an
/// update. A process never does: powershell.exe is everywhere. Neither does an internal address: it is a proxy, a name server or
/// a router as often as a party.
/// </summary>
internal static class IncidentLinks
{
    /// <summary>What alerts of more hosts than this have in common is taken for infrastructure: proxies, clouds, service accounts.</summary>
    public const int MostHosts = 5;

    private static readonly FrozenSet<string> CommonAccounts = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "system", "localsystem", "local service", "network service", "localservice", "networkservice", "anonymous logon",
        "administrator", "admin", "guest", "defaultaccount", "user", "root", "nobody", "daemon", "www-data", "-", "n/a");

    private static readonly IPNetwork[] Internal =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
            "::/127", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>The ties of an alert, each in one spelling.</summary>
    public static IEnumerable<Entity> Of(Alert alert) => alert.Entities.Select(e => Link(e, alert.Severity >= Severity.Medium)).OfType<Entity>().Distinct();

    /// <summary>The hosts of an alert; alerts without one count as being of a single nameless host.</summary>
    public static IEnumerable<string> Hosts(Alert alert) => alert.EntitiesOf(EntityKind.Host).Select(h => h.ToLowerInvariant()).DefaultIfEmpty("");

    private static Entity? Link(Entity entity, bool tiesDestinations)
    {
        var name = entity.Name.Trim().ToLowerInvariant();
        return entity.Kind switch
        {
            _ when name.Length == 0 => null,
            EntityKind.Host => new Entity(EntityKind.Host, name),
            EntityKind.Account => IsOfOneBearer(name) ? new Entity(EntityKind.Account, name) : null,
            EntityKind.Ip when tiesDestinations => Destination(name),
            EntityKind.Url when tiesDestinations => Destination(HostOf(name)),
            _ => null,
        };
    }

    private static bool IsOfOneBearer(string account)
    {
        var separator = account.LastIndexOf('\\');
        var at = account.IndexOf('@', StringComparison.Ordinal);
        var name = at > separator ? account[(separator + 1)..at] : account[(separator + 1)..];
        return !CommonAccounts.Contains(name) && !name.EndsWith('$') && !account.StartsWith("nt authority\\", StringComparison.Ordinal);
    }

    private static Entity? Destination(string name)
    {
        if (!IPAddress.TryParse(name, out var address))
        {
            // A name without a dot is a machine of the same network.
            return name.Contains('.', StringComparison.Ordinal) ? new Entity(EntityKind.Url, name) : null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(Internal, n => n.Contains(address)) ? null : new Entity(EntityKind.Ip, address.ToString());
    }

    /// <summary><c>https://a.example:8443/x</c> is <c>a.example</c>.</summary>
    private static string HostOf(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? url : url[(scheme + 3)..];
        if (rest.StartsWith('['))
        {
            return rest[1..].Split(']')[0];
        }

        // An IPv6 address without brackets is full of colons.
        var end = IPAddress.TryParse(rest, out _) ? -1 : rest.AsSpan().IndexOfAny("/:?#");
        return (end < 0 ? rest : rest[..end]).TrimEnd('.');
    }
}
