using System.Collections.Immutable;
using System.Text.Json;

namespace Tocsin.Functions.Scan;

/// <summary>Which of a step's records come out.</summary>
public enum ScanOutput
{
    All,

    /// <summary>Of a series of records that match the step one after another in one sequence, the last.</summary>
    Last,
    None,
}

/// <summary>How a value is held in the lists that go in and out.</summary>
public enum ScanKind
{
    /// <summary>Also datetime and timespan.</summary>
    Integer,
    Bool,
    Real,
    Text,
}

/// <summary>A value of the state: a column of the record, or a declared one, as a step saw it last.</summary>
public sealed record ScanSlot(int Step, bool IsDeclared, int Index, ScanValue Empty);

public sealed record ScanStep(ScanOutput Output, ScanEvaluation Condition, ImmutableArray<(int Declared, ScanEvaluation Value)> Assignments);

/// <summary>The steps of a scan operator, read from the JSON that the compiler writes.</summary>
public sealed class ScanProgram
{
    private ScanProgram(JsonElement root)
    {
        Frame = new ScanFrame();
        Columns = [.. root.GetProperty("columns").EnumerateArray().Select(Kind)];
        Declared = [.. root.GetProperty("declared").EnumerateArray().Select(d => Kind(d[0]))];
        Defaults = [.. root.GetProperty("declared").EnumerateArray().Select(d => ScanExpressions.Read(d[1], Frame)(Frame))];
        Slots = [.. root.GetProperty("slots").EnumerateArray().Select(Slot)];
        Steps = [.. root.GetProperty("steps").EnumerateArray().Select(Step)];
        ConstantBytes = Frame.Texts.WrittenCount;
    }

    /// <summary>Where the program's texts lie, and those of a run behind them.</summary>
    public ScanFrame Frame { get; }

    public ImmutableArray<ScanKind> Columns { get; }

    public ImmutableArray<ScanKind> Declared { get; }

    public ImmutableArray<ScanValue> Defaults { get; }

    public ImmutableArray<ScanSlot> Slots { get; }

    public ImmutableArray<ScanStep> Steps { get; }

    /// <summary>How much of the frame's texts are constants.</summary>
    public int ConstantBytes { get; }

    public static ScanProgram Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1024 });
        using var document = JsonDocument.ParseValue(ref reader);
        return new ScanProgram(document.RootElement);
    }

    private static ScanKind Kind(JsonElement name) => Enum.Parse<ScanKind>(name.GetString()!, ignoreCase: true);

    private ScanSlot Slot(JsonElement slot) =>
        new(slot[0].GetInt32(), slot[1].GetBoolean(), slot[2].GetInt32(), ScanExpressions.Read(slot[3], Frame)(Frame));

    private ScanStep Step(JsonElement step) => new(
        Enum.Parse<ScanOutput>(step.GetProperty("output").GetString()!, ignoreCase: true),
        ScanExpressions.Read(step.GetProperty("condition"), Frame),
        [.. step.GetProperty("assign").EnumerateArray().Select(a => (a[0].GetInt32(), ScanExpressions.Read(a[1], Frame)))]);
}
