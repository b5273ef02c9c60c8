using System.Diagnostics.CodeAnalysis;
using Tocsin.Sql.Tree;

namespace Tocsin.Telemetry.Loading;

/// <summary>What loading needs of a database session that has the functions of <see cref="Mapping.KqlFunctionNames"/>.</summary>
public interface ITelemetrySession
{
    /// <summary>Creates a temporary table from the rows, all or nothing; false with the database's message where it fails.</summary>
    bool TryCreateTable(string name, SqlQuery rows, [NotNullWhen(false)] out string? message);

    /// <summary>Removes a table where it exists.</summary>
    void DropTable(string name);

    /// <summary>Reads few rows: integers as long or int, strings, null.</summary>
    bool TryRead(SqlQuery query, out IReadOnlyList<IReadOnlyList<object?>> rows, [NotNullWhen(false)] out string? message);
}
