using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Context;

/// <summary>Rows of one kind of record of one sensor, loaded.</summary>
/// <param name="Rows">The schema's columns, and where <paramref name="HasFiles"/> the file's index.</param>
internal sealed record SensorTable(TableSchema Schema, string Sensor, SqlQuery Rows, bool HasFiles, string Format, ImmutableArray<InputFile> Files);
