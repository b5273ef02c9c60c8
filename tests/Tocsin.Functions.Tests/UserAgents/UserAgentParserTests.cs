using System.Buffers;
using System.Globalization;
using System.Text;
using Shouldly;
using Tocsin.Functions.UserAgents;
using Xunit;

namespace Tocsin.Functions.Tests.UserAgents;

// What patterns make of user agents is in tests/corpus/queries/extend/user-agent.kql.
public sealed class UserAgentParserTests
{
    /// <summary>More user agents than are remembered, each twice in turn and again: the answers do not change.</summary>
    [Fact]
    public void ForgottenUserAgentsAreReadAgain()
    {
        UserAgentParser parser = Parser(@"(Tool)/(\d+)");
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 20_000; i++)
            {
                string agent = string.Create(CultureInfo.InvariantCulture, $"Tool/{i / 2}");
                Read(parser, agent).ShouldNotBeNull().ShouldContain($"\"{agent["Tool/".Length..]}\"");
            }
        }
    }

    [Fact]
    public void PatternsThatTakeTooLongAreGivenUp() => Read(Parser("^(a+)+$"), new string('a', 60) + "!").ShouldBeNull();

    [Fact]
    public void LongUserAgentsAreNotRead()
    {
        UserAgentParser parser = Parser("a$");
        Read(parser, new string('a', UserAgentParser.MaxLength)).ShouldNotBeNull();
        Read(parser, new string('a', UserAgentParser.MaxLength + 1)).ShouldBeNull();
    }

    [Theory]
    [InlineData("\"os\"", UserAgentParts.OperatingSystem)]
    [InlineData("""["device","browser","device"]""", UserAgentParts.Browser | UserAgentParts.Device)]
    [InlineData("\"Browser\"", null)]
    [InlineData("[]", null)]
    [InlineData("""["os",1]""", null)]
    [InlineData("{}", null)]
    public void PartsAreNamed(string lookFor, UserAgentParts? parts) => UserAgentRequest.Read(Encoding.UTF8.GetBytes(lookFor)).ShouldBe(parts);

    private static UserAgentParser Parser(string browser) => new([[new UserAgentPattern(browser, ignoresCase: false, [null, null, null, null])], [], []]);

    private static string? Read(UserAgentParser parser, string agent)
    {
        var output = new ArrayBufferWriter<byte>();
        return parser.TryWrite(Encoding.UTF8.GetBytes(agent), UserAgentParts.Browser, output) ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
    }
}
