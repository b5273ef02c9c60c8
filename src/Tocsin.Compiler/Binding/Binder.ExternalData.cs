using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// externaldata (https://learn.microsoft.com/kusto/query/externaldata-operator) over local files.
public sealed partial class Binder
{
    private static readonly ImmutableArray<(string Name, ExternalFormat Format)> ExternalFormats =
    [
        ("csv", ExternalFormat.Csv), ("tsv", ExternalFormat.Tsv), ("psv", ExternalFormat.Psv), ("scsv", ExternalFormat.Scsv), ("sohsv", ExternalFormat.Sohsv),
        ("txt", ExternalFormat.Txt), ("raw", ExternalFormat.Raw), ("json", ExternalFormat.Json), ("multijson", ExternalFormat.Json), ("singlejson", ExternalFormat.Json),
        ("parquet", ExternalFormat.Parquet),
    ];

    private bool _readsFiles;

    private BoundQuery BindExternalData(ExternalDataSyntax external)
    {
        var names = new UniqueNames();
        foreach (var column in external.Columns.Where(c => !names.TryTake(c.Name.Text)))
        {
            _diagnostics.Report(BindingDescriptors.DuplicateColumn, column.Name.Span, column.Name.Text);
        }

        if (external.Properties.FirstOrDefault(p => p.Name.Text.StartsWith("ingestionMapping", StringComparison.OrdinalIgnoreCase)) is { } mapping)
        {
            Refuse(mapping.Span, "An ingestion mapping", "Declare the columns under the names, or in the order, that the file has.");
        }

        var files = external.Uris.Select(ExternalFileOf).OfType<(string Address, string Path)>().ToArray();
        if (_diagnostics.HasErrors || files.Length == 0)
        {
            // A file that is not there leaves the columns as they are declared.
            return _diagnostics.HasErrors ? Nothing(external.Span) : new BoundRows([.. external.Columns.Select(c => new ColumnSymbol(c.Name.Text, ColumnType(c)))], [], external.Span);
        }

        if (FormatOf(external, files[0].Address) is not { } format)
        {
            return Nothing(external.Span);
        }

        var skipsFirst = external.Properties.Any(p => p.Name.Text.Equals("ignoreFirstRecord", StringComparison.OrdinalIgnoreCase) && ParameterText(p.Value) == "true");
        return format is ExternalFormat.Json or ExternalFormat.Parquet
            ? ExternalRecords(external, files, format)
            : ExternalFields(external, files, format, skipsFirst);
    }

    /// <summary>What it reads is in a cloud (https://learn.microsoft.com/kusto/query/inline-external-table-operator); its columns are as declared.</summary>
    private BoundRows RefuseInlineTable(InlineExternalTableSyntax table)
    {
        Refusal(KqlType.Unknown, BindingDescriptors.UnsupportedForm, table.Span, "inline_external_table over storage in a cloud", "externaldata (a:string, …) [@'path'] with (format='csv') reads a file.");
        return new BoundRows([.. table.Columns.Select(c => new ColumnSymbol(c.Name.Text, ColumnType(c)))], [], table.Span);
    }

    private (string Address, string Path)? ExternalFileOf(ExpressionSyntax uri)
    {
        var value = BindScalar(uri, RowScope.Empty);
        if (value is not BoundLiteral { Value: string address })
        {
            if (value is not BoundError)
            {
                _diagnostics.Report(BindingDescriptors.StringLiteralExpected, uri.Span, "externaldata", "An address is a constant.");
            }

            return null;
        }

        // Where there are no files, as in a check, only the columns matter.
        if (_environment.ExternalFiles is not { } find)
        {
            return null;
        }

        var file = find(address);
        if (file.Path is null)
        {
            Refusal(KqlType.Unknown, BindingDescriptors.ExternalFile, uri.Span, address, file.Refusal ?? string.Empty);
            return null;
        }

        _readsFiles = true;
        return (address, file.Path);
    }

    /// <summary>The format that is given, or that the file's ending tells; CSV where neither does.</summary>
    private ExternalFormat? FormatOf(ExternalDataSyntax external, string address)
    {
        var known = ExternalFormats.Select(f => f.Name).ToArray();
        if (external.Properties.FirstOrDefault(p => p.Name.Text.Equals("format", StringComparison.OrdinalIgnoreCase)) is { } given)
        {
            var text = ParameterText(given.Value) ?? string.Empty;
            var index = Array.FindIndex(known, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
            {
                return ExternalFormats[index].Format;
            }

            _diagnostics.Report(BindingDescriptors.ParameterValue, given.Value.Span, "format", text, string.Join(", ", known), NearestName.Hint(text, known));
            return null;
        }

        var packed = address.Split('?', ';')[0];
        var path = Path.GetExtension(packed).ToUpperInvariant() is ".GZ" or ".ZIP" ? Path.ChangeExtension(packed, null) : packed;
        return ExternalFormats.FirstOrDefault(f => path.EndsWith($".{f.Name}", StringComparison.OrdinalIgnoreCase)) is { Name: not null } byEnding
            ? byEnding.Format
            : path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? ExternalFormat.Json
            : ExternalFormat.Csv;
    }

    /// <summary>Fields by their place. A record with fewer leaves the rest empty.</summary>
    private BoundProject ExternalFields(ExternalDataSyntax external, (string Address, string Path)[] files, ExternalFormat format, bool skipsFirst)
    {
        var isSingle = format is ExternalFormat.Txt or ExternalFormat.Raw;
        var raw = external.Columns.Take(isSingle ? 1 : external.Columns.Length).Select(c => new ColumnSymbol(c.Name.Text, KqlType.String)).ToArray();
        var source = new BoundExternal([.. files.Select(f => f.Path)], format, skipsFirst, [.. raw], external.Span);
        return new BoundProject(
            source,
            [.. external.Columns.Select((c, i) => new BoundAssignment(
                new ColumnSymbol(c.Name.Text, ColumnType(c)),
                i < raw.Length ? Parsed(new BoundColumn(raw[i], external.Span), ColumnType(c)) : Missing(ColumnType(c), external.Span)))],
            external.Span);
    }

    /// <summary>Properties by their names.</summary>
    private BoundProject ExternalRecords(ExternalDataSyntax external, (string Address, string Path)[] files, ExternalFormat format)
    {
        var raw = new ColumnSymbol("record", KqlType.String);
        var record = new ColumnSymbol("record", KqlType.Dynamic);
        var source = new BoundExternal([.. files.Select(f => f.Path)], format, SkipsFirstRecord: false, [raw], external.Span);
        var parsed = new BoundProject(source, [new BoundAssignment(record, Call("parse_json", external.Span, new BoundColumn(raw, external.Span)))], external.Span);
        return new BoundProject(
            parsed,
            [.. external.Columns.Select(c => new BoundAssignment(
                new ColumnSymbol(c.Name.Text, ColumnType(c)),
                Convert(BindAccess(new BoundColumn(record, external.Span), new BoundLiteral(c.Name.Text, KqlType.String, external.Span), external.Span), ColumnType(c))))],
            external.Span);
    }
}
