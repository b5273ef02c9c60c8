using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// The times that Sentinel's hunting page writes into a query before it runs it.
public sealed partial class Binder
{
    private const string HuntingStart = "{{StartTimeISO}}";
    private const string HuntingEnd = "{{EndTimeISO}}";

    private static bool IsHuntingTime(object? value) => value is HuntingStart or HuntingEnd;

    /// <summary>
    /// Published hunting queries hold these in place of the times that are chosen on the page
    /// (https://learn.microsoft.com/azure/sentinel/hunting). Here it is the day before now(), and the message says so.
    /// </summary>
    private BoundExpression BindHuntingTime(string placeholder, TextSpan span)
    {
        var now = Call("now", span);
        var (time, words) = placeholder == HuntingEnd
            ? (now, "now()")
            : (Call("ago", span, new BoundLiteral(TimeSpan.TicksPerDay, KqlType.TimeSpan, span)), "ago(1d)");
        _diagnostics.Report(BindingDescriptors.HuntingTime, span, placeholder, words);
        return Call("tostring", span, time);
    }
}
