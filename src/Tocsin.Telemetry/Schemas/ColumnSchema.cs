using Tocsin.Kql.Types;

namespace Tocsin.Telemetry.Schemas;

public sealed record ColumnSchema(string Name, KqlType Type);
