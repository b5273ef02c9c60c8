namespace Tocsin.Cli.Commands;

/// <summary>The command was used wrongly in a way that parsing its arguments could not tell.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
