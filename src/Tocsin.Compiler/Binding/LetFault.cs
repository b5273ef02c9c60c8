using Tocsin.Kql.Diagnostics;

namespace Tocsin.Compiler.Binding;

/// <summary>Why a let statement has no value: it needs what is not there.</summary>
internal sealed class LetFault(IReadOnlyList<Diagnostic> messages)
{
    public IReadOnlyList<Diagnostic> Messages { get; } = messages;

    public bool IsReported { get; set; }
}
