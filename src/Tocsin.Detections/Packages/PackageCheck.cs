using System.Collections.Immutable;
using Tocsin.Compiler;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Analysis.Checks;
using Tocsin.Detections.Parameters;
using Tocsin.Detections.Values;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Packages;

/// <summary>
/// Holds what metadata says of the query against the query. What takes the query's columns or a let's type is left to the
/// run where the query does not bind over the known tables alone: it may need functions or watchlists of the user's.
/// </summary>
internal static class PackageCheck
{
    public static void Check(DetectionPackage package, DiagnosticBag bag)
    {
        var lets = QueryLets.Of(package.Query);
        if (!lets.IsReadable)
        {
            return;
        }

        foreach (var parameter in package.Parameters)
        {
            CheckParameter(parameter, lets, bag);
        }

        var names = lets.Names();
        foreach (var table in package.Tables)
        {
            CheckTable(table, names, bag);
        }

        if (Compile(package.Query) is { } columns)
        {
            AlertBuilder.Create(package, [.. columns.Select(c => new Column(c.Name, c.Type))], out var diagnostics);
            bag.AddRange(diagnostics);
        }
    }

    private static void CheckParameter(TuningParameter parameter, QueryLets lets, DiagnosticBag bag)
    {
        if (lets.Find(parameter.Name) is not { } let)
        {
            bag.Report(DetectionDescriptors.ParameterIsNoLet, parameter.Span, parameter.Name, string.Join(", ", lets.Statements.Select(s => s.Name.Text)));
            return;
        }

        var type = QueryLets.LiteralType(let.Value) ?? BoundType(lets, let);
        if (type is { } found && found != parameter.Type)
        {
            bag.Report(DetectionDescriptors.ParameterType, parameter.Span, parameter.Name, parameter.Type.Name(), found.Name());
            return;
        }

        if (parameter.AllowList is not null)
        {
            if (let.Value is not LiteralSyntax { Value: DynamicArray })
            {
                bag.Report(DetectionDescriptors.ParameterIsNoList, parameter.Span, parameter.Name);
            }
        }
        else if (!string.Equals(QueryLets.Canonical(parameter.Default), lets.Canonical(let.Value), StringComparison.Ordinal))
        {
            bag.Report(DetectionDescriptors.ParameterDefault, parameter.Span, parameter.Name, parameter.Default, lets.TextOf(let.Value));
        }
    }

    /// <summary>The type of a let that is an expression, as the binder has it.</summary>
    private static KqlType? BoundType(QueryLets lets, LetStatementSyntax let) =>
        Compile(new SourceText($"{lets.TextUpTo(let)}; print Value = {let.Name.Text}")) is [var column] ? column.Type : null;

    private static void CheckTable(RequiredTable table, HashSet<string> names, DiagnosticBag bag)
    {
        if (KnownTables.Find(table.Name) is not { } schema)
        {
            bag.Report(DetectionDescriptors.UnknownTable, table.Span, table.Name, KnownTables.Nearest(table.Name));
            return;
        }

        if (!names.Contains(table.Name))
        {
            bag.Report(DetectionDescriptors.UnusedTable, table.Span, table.Name);
        }

        foreach (var column in table.Columns)
        {
            if (schema.Find(column) is null)
            {
                bag.Report(DetectionDescriptors.UnknownColumn, table.ColumnsSpan, table.Name, column);
            }
            else if (!names.Contains(column))
            {
                bag.Report(DetectionDescriptors.UnusedColumn, table.ColumnsSpan, table.Name, column);
            }
        }
    }

    private static ImmutableArray<Kql.Results.ResultColumn>? Compile(SourceText query)
    {
        var compilation = KqlCompiler.Compile(query, new CompilerOptions(TargetSchemas.Ours, DateTime.UnixEpoch.Ticks));
        return compilation.Succeeded ? compilation.Columns : null;
    }
}
