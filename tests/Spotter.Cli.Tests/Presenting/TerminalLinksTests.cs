using Spotter.Cli.Presenting;

namespace Spotter.Cli.Tests.Presenting;

public sealed class TerminalLinksTests
{
    [Theory]
    [InlineData("VTE_VERSION=6800", true)]
    [InlineData("VTE_VERSION=4600", false)]
    [InlineData("TERM_PROGRAM=vscode", true)]
    [InlineData("TERM_PROGRAM=Apple_Terminal", false)]
    [InlineData("WT_SESSION=1", true)]
    [InlineData("WT_SESSION=1,NO_COLOR=1", false)]
    [InlineData("WT_SESSION=1,TERM=dumb", false)]
    [InlineData("TERM=xterm-256color", false)]
    [InlineData("", false)]
    public void AreUnderstood_Variables_TellTheTerminal(string variables, bool are)
    {
        Dictionary<string, string> all = variables
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('='))
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        Assert.Equal(are, TerminalLinks.AreUnderstood(all.GetValueOrDefault, isRedirected: false));
        Assert.False(TerminalLinks.AreUnderstood(all.GetValueOrDefault, isRedirected: true));
    }

    [Fact]
    public void Mark_PlaceInALine_IsALinkWhoseTextIsAsBefore()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the path is one of POSIX");
        Assert.Equal(
            "3 faces; annotated copies: \u001b]8;;file:///tmp/my%20out\u001b\\/tmp/my out\u001b]8;;\u001b\\",
            TerminalLinks.Mark("3 faces; annotated copies: /tmp/my out", "/tmp/my out", "/tmp/my out")
        );
        Assert.Equal("nothing was written", TerminalLinks.Mark("nothing was written", "/tmp/out", "/tmp/out"));
    }

    // A name cannot end the sequence and begin another.
    [Fact]
    public void Mark_NameWithControlCharacters_HasNoneInTheAddress() =>
        Assert.Equal(4, TerminalLinks.Mark("in a?b", "a?b", "a\u001bb").Count(static c => char.IsControl(c)));
}
