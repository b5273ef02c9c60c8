using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.UserAgents;

/// <summary>The second argument of <c>parse_user_agent</c>.</summary>
public static class UserAgentRequest
{
    /// <summary>The parts that a dynamic value names, a string or an array of strings; null where it names anything else, or nothing.</summary>
    public static UserAgentParts? Read(ReadOnlySpan<byte> lookFor)
    {
        if (!DynamicArray.IsArray(lookFor))
        {
            return Part(lookFor);
        }

        var parts = UserAgentParts.None;
        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(lookFor))
        {
            if (Part(element) is not { } part)
            {
                return null;
            }

            parts |= part;
        }

        return parts == UserAgentParts.None ? null : parts;
    }

    private static UserAgentParts? Part(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("\"browser\""u8) ? UserAgentParts.Browser
        : name.SequenceEqual("\"os\""u8) ? UserAgentParts.OperatingSystem
        : name.SequenceEqual("\"device\""u8) ? UserAgentParts.Device
        : null;
}
