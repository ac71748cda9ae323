using System.Text;
using System.Text.RegularExpressions;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>Real shells, in a terminal where they need one, with the scripts that the tool prints for them.</summary>
public sealed class CompletionTests : IDisposable
{
    private const string Tab = "\t";
    private const string LineStart = "\u0001";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("bash", "bash --norc -i", "source <(spotter completion bash)")]
    [InlineData("zsh", "zsh -f -i", "autoload -Uz compinit; compinit -u; source <(spotter completion zsh)")]
    public void Shell_TabPressed_CompletesCommandOptionValueAndFile(string shell, string start, string source)
    {
        RequireShell(shell);
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "no terminal for the shell: install bsdutils");
        _workspace.Write("two words.jpg", "");
        string keys =
            $"{source}\nspotter fac{Tab}--dr{Tab}bl{Tab}tw{Tab}{LineStart}echo FOUND: \n"
            + $"spotter train classifier --optimizer=nest{Tab}{LineStart}echo FOUND: \nexit\n";
        Run run = Run.Of(
            "env",
            [$"PATH={Path.GetDirectoryName(Workspace.ToolPath)}:/usr/bin:/bin", "script", "-qec", start, "/dev/null"],
            _workspace.Folder,
            Encoding.UTF8.GetBytes(keys)
        );
        string[] found =
        [
            .. Regex
                .Matches(run.Output, @"FOUND: (spotter [^\r\n]*)", RegexOptions.ExplicitCapture)
                .Select(static match => match.Value.TrimEnd()),
        ];
        Assert.Contains("FOUND: spotter faces --draw blur two words.jpg", found);
        Assert.Contains("FOUND: spotter train classifier --optimizer=nesterov", found);
    }

    [Fact]
    public void Fish_Asked_CompletesCommandOptionValueAndFile()
    {
        RequireShell("fish");
        _workspace.Write("two words.jpg", "");
        Run run = Run.Of(
            "env",
            [
                $"PATH={Path.GetDirectoryName(Workspace.ToolPath)}:/usr/bin:/bin",
                $"HOME={_workspace.Folder}",
                "fish",
                "--no-config",
                "-c",
                "spotter completion fish | source; complete -C'spotter fac'; complete -C'spotter faces --land'; "
                    + "complete -C'spotter faces --draw bl'; complete -C'spotter faces tw'",
            ],
            _workspace.Folder
        );
        Assert.Equal(
            ["faces", "--landmarks", "blur", "two words.jpg"],
            run.OutputLines.Select(static line => line.Split('\t')[0])
        );
    }

    private static void RequireShell(string shell) =>
        Assert.SkipUnless(
            File.Exists($"/usr/bin/{shell}") || File.Exists($"/bin/{shell}"),
            $"no {shell}: install {shell}"
        );
}
