using System.Text.Json;
using System.Text.RegularExpressions;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>What every command shows in terminals of any width, and what all of them answer to slips.</summary>
public sealed partial class TerminalTests : IDisposable
{
    private readonly Workspace _workspace = new();

    private static readonly int[] Widths = [40, 60, 80];

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Tables_OfEveryCommand_StayWithinTheWidthAndBreakNoWord()
    {
        string run = TrainTwice()[0];
        foreach (
            string[] command in (string[][])
                [
                    ["runs", "list"],
                    ["runs", "show", run],
                    ["models", "list"],
                    ["models", "show", "people"],
                    ["models", "show", _workspace.WriteChannelModel("f.channels")],
                    ["doctor"],
                    ["evaluate", "classifier", run],
                ]
        )
        {
            HashSet<string> words = [.. Words(Shown(2000, command))];
            foreach (int width in Widths)
            {
                string narrow = Shown(width, command);
                AssertFolded(narrow, width, string.Join(' ', command));
                Assert.All(Words(narrow), word => Assert.Contains(word, words));
            }
        }
    }

    [Fact]
    public void Table_IntoAPipe_IsWhole()
    {
        string[] runs = TrainTwice();
        string[] rows = _workspace.Spotter("runs", "list").OutputLines;
        Assert.Equal(
            ["run", "state", "data", "network", "epochs", "loss", "validation", "test", "seconds", "created"],
            rows[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.Equal(runs, rows[1..].Select(static row => row.Split(' ')[0]));
    }

    [Fact]
    public void RunsList_Narrow_SaysWhatIsNotShown()
    {
        string run = TrainTwice()[0];
        Run narrow = Spotter(80, "runs", "list");
        Assert.Contains(narrow.OutputLines, line => line.StartsWith(run, StringComparison.Ordinal));
        Assert.StartsWith("not shown in 80 columns: ", Assert.Single(narrow.ErrorLines), StringComparison.Ordinal);
        Assert.Equal($"{run}|  state       finished", string.Join('|', Spotter(30, "runs", "list").OutputLines[..2]));
    }

    [Theory]
    [InlineData]
    [InlineData("help")]
    [InlineData("runs")]
    [InlineData("train")]
    [InlineData("help", "faces")]
    [InlineData("help", "train", "classifier")]
    public void Help_AskedForInAnyWay_IsShown(params string[] args)
    {
        Run run = _workspace.Spotter(args);
        Assert.Equal(0, run.ExitCode);
        string command = string.Join(' ', args.Where(static word => word != "help").Prepend("spotter"));
        Assert.Equal(_workspace.Spotter([.. args.Where(static word => word != "help"), "--help"]).Output, run.Output);
        Assert.Contains($"  {command} ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    [InlineData("-v")]
    [InlineData("-V")]
    public void Version_AskedForInAnyWay_IsOneLine(string word)
    {
        Run run = _workspace.Spotter(word);
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^spotter \d+\.\d+\.\d+( \([0-9a-f]{12}\))?$", Assert.Single(run.OutputLines));
    }

    [Theory]
    [InlineData("there is no command fcaes; did you mean spotter faces?", 2, "fcaes", "a.png")]
    [InlineData("there is no command fases; did you mean faces?", 2, "help", "fases")]
    [InlineData("did you mean spotter faces a.png?", 2, "a.png")]
    [InlineData("there is no option --colour; did you mean --color?", 2, "faces", "a.png", "--colour", "red")]
    [InlineData("--draw blurr: is not known; did you mean blur? use ", 2, "faces", "a.png", "--draw", "blurr")]
    [InlineData("did you mean haarcascade_fullbody?", 3, "detect", "a.png", "--model", "haarcascade_fulbody")]
    [InlineData(" names that spotter models list shows", 3, "detect", "a.png", "--model", "zzzzzz")]
    [InlineData("did you mean haarcascade_eye?", 3, "explain", "haarcascade_eey")]
    [InlineData("did you mean haarcascade_eye?", 3, "models", "show", "haarcascade_eey")]
    [InlineData("did you mean fashion-mnist?", 3, "train", "classifier", "fashon-mnist")]
    public void Slip_InAnyName_IsAnsweredByTheNearest(string expected, int exitCode, params string[] args)
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        Run run = _workspace.Spotter(args);
        Assert.Contains(expected, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact]
    public void Slip_InTheNameOfARun_IsAnsweredByTheNearest()
    {
        string run = TrainTwice()[0];
        Assert.Contains(
            $"did you mean {run}?",
            Assert.Single(_workspace.Spotter("runs", "show", run[..^3] + "x" + run[^2..]).ErrorLines),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("--model needs a value: NAME|FILE[,...]", "detect", "a.png", "--model")]
    [InlineData("--model is missing: NAME|FILE[,...]", "detect", "a.png")]
    public void CommandLine_Incomplete_SaysWhatIsMissing(string expected, params string[] args)
    {
        Run run = _workspace.Spotter(args);
        Assert.Contains(expected, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.EndsWith(" --help", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public void Json_OfEveryCommand_IsInSnakeCase()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        string run = TrainTwice()[0];
        foreach (
            string[] command in (string[][])
                [
                    ["faces", "a.png"],
                    ["smiles", "a.png"],
                    ["road", "a.png"],
                    ["detect", "a.png", "--model", "haarcascade_eye"],
                    ["classify", "a.png", "--model", run],
                    ["evaluate", "classifier", run],
                    ["runs", "list"],
                    ["runs", "show", run],
                    ["runs", "compare", run, run],
                    ["models", "list"],
                    ["models", "show", "people"],
                    ["models", "show", _workspace.WriteChannelModel("f.channels")],
                    ["doctor"],
                    [
                        "train",
                        "classifier",
                        "fashion-mnist",
                        "--data",
                        "bands",
                        "--layers",
                        "none",
                        "--epochs",
                        "1",
                        "--threads",
                        "1",
                    ],
                ]
        )
        {
            Run answer = _workspace.Spotter([.. command, "--json"]);
            Assert.True(answer.OutputLines.Length > 0, $"{string.Join(' ', command)}: {answer.Error}");
            Assert.All(answer.OutputLines, line =>
                AssertSnakeCase(JsonDocument.Parse(line).RootElement, string.Join(' ', command))
            );
        }

        foreach (
            string file in Directory.EnumerateFiles(_workspace.PathOf("runs"), "*.json*", SearchOption.AllDirectories)
        )
        {
            IEnumerable<string> texts = file.EndsWith(".jsonl", StringComparison.Ordinal)
                ? File.ReadLines(file)
                : [File.ReadAllText(file)];
            Assert.All(texts, text => AssertSnakeCase(JsonDocument.Parse(text).RootElement, file));
        }
    }

    internal static void AssertSnakeCase(JsonElement element, string where)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                Assert.True(SnakeCase().IsMatch(property.Name), $"{where}: {property.Name}");
                AssertSnakeCase(property.Value, where);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                AssertSnakeCase(item, where);
            }
        }
    }

    private static void AssertFolded(string text, int width, string what) =>
        Assert.All(text.Split('\n'), line =>
            Assert.True(line.Length <= width || Words(line).Length == 1, $"{what} in {width} columns: {line}")
        );

    // Without the backslashes of folded examples.
    private static string[] Words(string text) =>
        [.. text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(static word => word != "\\")];

    private Run Spotter(int columns, params string[] args) =>
        Run.Of("env", [$"COLUMNS={columns}", Workspace.ToolPath, .. args], _workspace.Folder);

    private string Shown(int columns, params string[] args)
    {
        Run run = Spotter(columns, args);
        Assert.True(run.ExitCode == 0 || args[0] == "doctor", $"{string.Join(' ', args)}: {run.ExitCode} {run.Error}");
        return run.Output;
    }

    private string[] TrainTwice()
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 300, test: 50);
        foreach (string layers in (string[])["none", "8"])
        {
            Run run = _workspace.Spotter(
                "train",
                "classifier",
                "fashion-mnist",
                "--data",
                "bands",
                "--layers",
                layers,
                "--epochs",
                "1",
                "--threads",
                "1",
                "--quiet"
            );
            Assert.True(run.ExitCode == 0, run.Error);
        }

        return ["fashion-mnist-none-1", "fashion-mnist-8-1"];
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SnakeCase();
}
