using Tocsin.BindingCorpus;

// Writes tests/corpus/binding anew: dotnet run -- ORACLE.cjs CATALOGUE.json FOLDER
// The README there says what the files hold and where the two inputs come from.
if (args is not [var script, var catalogue, var folder])
{
    Console.Error.WriteLine("usage: Tocsin.BindingCorpus ORACLE.cjs CATALOGUE.json tests/corpus/binding");
    return 2;
}

var functions = CatalogueFile.Read(catalogue);
(string Name, IEnumerable<string> Queries)[] files =
[
    ("scalars", functions.ScalarFunctions.SelectMany(ScalarCalls.Of)),
    ("aggregates", functions.Aggregates.SelectMany(AggregateCalls.Of)),
    ("plugins", functions.PlugIns.SelectMany(PluginCalls.Of)),
    ("operators", OperatorPairs.All()),
    ("nested", NestedForms.All(seed: 1, count: 1500)),
    ("pipelines", File.ReadLines(Path.Combine(folder, "pipelines.txt")).Where(l => l.Length > 0 && !l.StartsWith("# ", StringComparison.Ordinal))),
];
foreach (var (name, queries) in files)
{
    string[] distinct = [.. queries.Distinct(StringComparer.Ordinal)];
    var answers = LanguageService.Ask(script, distinct);
    // Of some queries the service itself fails.
    File.WriteAllText(Path.Combine(folder, $"{name}.tsv"), string.Concat(distinct.Zip(answers, (q, a) => $"{q}\t{a}\n").Where(l => !l.EndsWith("\t?\n", StringComparison.Ordinal))));
    Console.WriteLine($"{name}: {distinct.Length} queries, {answers.Count(a => a.StartsWith('!'))} refused");
}

return 0;
