using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Plan;

namespace Tocsin.Compiler.Lowering;

/// <summary>What every plan of a query is lowered with.</summary>
/// <param name="Clock">What now() answers.</param>
/// <param name="Sources">The tables that exist, by name.</param>
/// <param name="Kept">The tables that several results share; null where there is one result.</param>
/// <param name="Rewrite">The rewrites, for queries within expressions.</param>
public sealed record LoweringSetting(LoweringClock Clock, IReadOnlyDictionary<string, TableDescriptor> Sources, KeptTables? Kept, Func<QueryPlan, QueryPlan> Rewrite);
