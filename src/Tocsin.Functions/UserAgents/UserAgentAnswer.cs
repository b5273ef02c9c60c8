namespace Tocsin.Functions.UserAgents;

/// <summary>What is known of a user agent so far; several threads may fill it in, each with the same.</summary>
internal sealed class UserAgentAnswer(string text)
{
    internal string Text { get; } = text;

    /// <summary>By the place of the list in <see cref="UserAgentList.All"/>, what it says as JSON, or null while nobody asked.</summary>
    internal byte[]?[] Bags { get; } = new byte[UserAgentList.All.Length][];
}
