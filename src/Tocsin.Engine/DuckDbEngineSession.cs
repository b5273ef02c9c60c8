using System.Collections.Immutable;
using Tocsin.Compiler;
using Tocsin.Compiler.Binding;
using Tocsin.DuckDb;
using Tocsin.Engine.Results;
using Tocsin.Engine.Sources;
using Tocsin.Functions.Text.RegularExpressions;
using Tocsin.Kql.Results;
using Tocsin.Kql.Text;

namespace Tocsin.Engine;

/// <summary>What queries may refer to beside tables.</summary>
internal sealed record QueryReferences(ImmutableDictionary<string, TableDescriptor> Watchlists, ImmutableArray<StoredFunction> Functions, ExternalFiles Files)
{
    /// <summary>The path of a database of addresses, or null.</summary>
    public string? GeoDatabase { get; init; }

    /// <summary>The path of a file of user agents' patterns, or null.</summary>
    public string? UserAgents { get; init; }
}

internal sealed class DuckDbEngineSession(DuckDbSession session, IDisposable? files, TableCatalogue tables, DataSummary data, QueryReferences references, bool isRewriting) : IEngineSession
{
    public DataSummary Data { get; } = data;

    public CompiledQuery Compile(SourceText query)
    {
        var options = new CompilerOptions(tables.Tables, Data.Now.Ticks)
        {
            WildcardTables = tables.Reached,
            RegexError = RegexError,
            Probe = Probe,
            IsRewriting = isRewriting,
            Watchlists = references.Watchlists,
            Functions = references.Functions,
            ExternalFiles = references.Files.Find,
            GeoDatabase = references.GeoDatabase,
            UserAgents = references.UserAgents,
        };
        return new DuckDbCompiledQuery(session, KqlCompiler.Compile(query, options), tables);
    }

    public long WriteParquet(IRowReader rows, string path, CancellationToken cancellationToken) =>
        ParquetWriter.Write(session, rows, path, cancellationToken);

    public void Dispose()
    {
        session.Dispose();
        files?.Dispose();
        references.Files.Dispose();
    }

    /// <summary>The values of a query of one column of strings.</summary>
    private DataAnswer Probe(Sql.Tree.SqlQuery query)
    {
        try
        {
            var values = ImmutableArray.CreateBuilder<string>();
            using var result = session.Query(Sql.Dialects.DuckDbWriter.Write(query), CancellationToken.None);
            while (result.TryReadChunk(out var chunk))
            {
                using (chunk)
                {
                    var column = chunk.Column(0);
                    for (var row = 0; row < chunk.RowCount; row++)
                    {
                        values.Add(column.IsNull(row) ? string.Empty : column.Text(row));
                    }
                }
            }

            return new DataAnswer(values.ToImmutable());
        }
        catch (DuckDbException e)
        {
            return new DataAnswer([], EngineFaults.Of("binding", e).Message);
        }
    }

    /// <summary>What RE2 says against a pattern, or null: the same library that will run it.</summary>
    private string? RegexError(string pattern)
    {
        if (RegexTranslator.Translate(pattern).Error is { } error)
        {
            return error;
        }

        try
        {
            session.QueryValue($"SELECT regexp_matches('', kql_regex({Sql.Dialects.DuckDbWriter.QuoteString(pattern)}))");
            return null;
        }
        catch (DuckDbException e)
        {
            // What stands first is the database's name for the kind of error.
            var message = e.Message.ReplaceLineEndings(" ");
            message = message[(message.IndexOf("Error: ", StringComparison.Ordinal) is var kind and >= 0 ? kind + "Error: ".Length : 0)..];
            return message.StartsWith("invalid repetition size", StringComparison.Ordinal)
                ? "repetitions within repetitions that come to more than 1000 are not supported; write them in parts, such as (?:x{500}){2}(?:x{500}) for (?:x{500}){3}"
                : message;
        }
    }
}
