namespace Tocsin.Engine.Kernels;

/// <summary>An argument that a function does not take and that is known only when the query runs.</summary>
internal sealed class KernelArgumentException(string message) : Exception(message)
{
    /// <summary>Whether the message is about an operator, which it names, and not about a function of the query.</summary>
    public bool IsOfOperator { get; init; }
}
