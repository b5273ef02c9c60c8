using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// The times that Sentinel's hunting page writes into a query before it runs it.
public sealed partial class Binder
{
    private const string HuntingStart = "{{StartTimeISO}}";
    private const string HuntingEnd = "{{EndTimeISO}}";

    /// <summary>
    /// Published hunting queries hold these in place of the times that are chosen on the page
    /// (https://learn.microsoft.com/azure/sentinel/hunting). Here it is the day before now(), and the message says so.
    /// </summary>
    private BoundExpression BindHuntingTime(LiteralSyntax placeholder)
    {
        var span = placeholder.Span;
        var (time, words) = placeholder.Value is HuntingEnd
            ? (Call("now", span), "now()")
            : (Call("ago", span, new BoundLiteral(TimeSpan.TicksPerDay, KqlType.TimeSpan, span)), "ago(1d)");
        _diagnostics.Report(BindingDescriptors.HuntingTime, span, placeholder.Value!, words);
        return Call("tostring", span, time);
    }
}
