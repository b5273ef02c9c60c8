using System.Collections.Immutable;
using System.Text;
using Tocsin.Functions.UserAgents;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Yaml;

namespace Tocsin.Engine.Sources;

/// <summary>Patterns of user agents in the form of ua-parser's regexes.yaml (https://github.com/ua-parser/uap-core).</summary>
internal static class UserAgentFiles
{
    public static ReferenceFiles<UserAgentParser> Files { get; } = new("The patterns of user agents", largest: 16 << 20, Read);

    private static UserAgentParser Read(string path, byte[] content)
    {
        var bag = new DiagnosticBag(new SourceText(Encoding.UTF8.GetString(content), path));
        var lists = ImmutableArray.CreateBuilder<ImmutableArray<UserAgentPattern>>();
        if (YamlFields.Root(bag.Source, bag) is { } root)
        {
            if (!UserAgentList.All.Any(list => root.Has(list.Field)))
            {
                root.ReportMissing(UserAgentList.All[0].Field);
            }

            lists.AddRange(UserAgentList.All.Select(list => Patterns(root, list)));
        }

        return bag.HasErrors ? throw new RefusedFileException([.. bag.Items]) : new UserAgentParser(lists.ToImmutable());
    }

    private static ImmutableArray<UserAgentPattern> Patterns(YamlFields root, UserAgentList list)
    {
        var patterns = ImmutableArray.CreateBuilder<UserAgentPattern>();
        foreach (var item in root.Mappings(list.Field))
        {
            var regex = item.Required("regex");
            try
            {
                patterns.Add(new UserAgentPattern(regex, item.Optional("regex_flag") is "i", [.. list.Values.Select(value => item.Optional(value.Field))]));
            }
            catch (ArgumentException e)
            {
                item.Report(YamlDescriptors.WrongValue, "regex", regex, $"a regular expression. {e.Message.TrimEnd('.')}");
            }
        }

        return patterns.ToImmutable();
    }
}
