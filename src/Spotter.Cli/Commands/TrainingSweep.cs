using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Networks.Text;
using Spotter.Shards;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Commands;

/// <summary>
/// One training after the other, each with other settings: all combinations of what a file lists, or those that fall to
/// a shard. A run is named by its settings, so that a task that takes the place of a killed one leaves out what is done
/// and goes on with what was begun.
/// </summary>
internal sealed class TrainingSweep
{
    private const int MostRuns = 10_000;

    // What says where runs are kept and what is printed is one for all.
    private static readonly string[] NoSettings =
    [
        "--sweep",
        "--shard",
        "--name",
        "--runs",
        "--resume",
        "--json",
        "--quiet",
        "--threads",
        Settings.SettingPlaces.Without,
    ];

    private readonly TrainClassifierChoice _choice;
    private readonly string[] _common;
    private readonly IReadOnlyList<SweepSetting[]> _combinations;

    private TrainingSweep(TrainClassifierChoice choice, string[] common, IReadOnlyList<SweepSetting[]> combinations) =>
        (_choice, _common, _combinations) = (choice, common, combinations);

    /// <summary>Reads what is to be trained, and looks whether all of it makes sense.</summary>
    /// <exception cref="SpotterException">It does not: the message says why.</exception>
    public static TrainingSweep Read(TrainClassifierChoice choice, string[] arguments)
    {
        string path = choice.Sweep!;
        IReadOnlyList<(string Name, IReadOnlyList<string?> Values)> settings = Parse(path);
        RootCommand root = Tool.Build();
        ParseResult parsed = Tool.Parse(root, arguments);
        foreach ((string name, _) in settings)
        {
            Require(path, name, parsed);
        }

        IEnumerable<SweepSetting[]> combinations =
        [
            [],
        ];
        foreach ((string name, IReadOnlyList<string?> values) in settings)
        {
            combinations = combinations.SelectMany(before =>
                values.Select(value => (SweepSetting[])[.. before, new SweepSetting(name, value)])
            );
        }

        SweepSetting[][] all = [.. combinations.Take(MostRuns + 1)];
        if (all.Length > MostRuns)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                string.Create(CultureInfo.InvariantCulture, $"{path}: comes to more than {MostRuns:N0} runs; list less")
            );
        }

        var sweep = new TrainingSweep(choice, Common(parsed), all);
        foreach (SweepSetting[] combination in all)
        {
            Tool.RequireSense(Tool.Parse(root, sweep.CommandOf(combination)));
        }

        return sweep;
    }

    /// <summary>Trains what falls to the shard, and answers the exit code.</summary>
    public int Run()
    {
        Shard shard = _choice.Shard ?? Shard.FromEnvironment(Environment.GetEnvironmentVariable) ?? Shard.Whole;
        SweepSetting[][] mine = [.. _combinations.Where((_, i) => i % shard.Count == shard.Index - 1)];
        if (!_choice.IsQuiet)
        {
            Messages.Note($"shard {shard}: {mine.Length} of {Counted.Of(_combinations.Count, "run")}");
        }

        int code = ExitCode.Done;
        foreach (SweepSetting[] combination in mine)
        {
            int ended = Train(combination);
            if (ended == ExitCode.Interrupted)
            {
                return ended;
            }

            code = code == ExitCode.Done ? ended : code;
        }

        return code;
    }

    private int Train(SweepSetting[] combination)
    {
        // The first of its name; others are of somebody who named a run alike.
        string name = $"{NameOf(combination)}-1";
        if (new RunRepository(_choice.Runs).FindClassifier(name) is not { } run)
        {
            return Tool.Run(CommandOf(combination));
        }

        if (run.State is RunState.Finished or RunState.Diverged)
        {
            if (!_choice.IsQuiet)
            {
                Messages.Note($"{name}: is there already ({run.State.ToString().ToLowerInvariant()})");
            }

            return ExitCode.Done;
        }

        return Tool.Run([
            "train",
            "classifier",
            TrainClassifierChoice.ResumeOption,
            name,
            "--runs",
            _choice.Runs,
            .. _choice.IsJson ? (string[])["--json"] : [],
            .. _choice.IsQuiet ? (string[])["--quiet"] : [],
        ]);
    }

    private string[] CommandOf(SweepSetting[] combination) =>
        [.. _common, "--name", NameOf(combination), .. combination.SelectMany(static setting => setting.Words)];

    private string NameOf(SweepSetting[] combination)
    {
        string stem = _choice.Name
            ?? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(_choice.Dataset.Source));
        return string.Concat([stem, .. combination.Select(static setting => $"-{setting.InName}")]);
    }

    /// <summary>The command line without what differs, and without the sweep itself.</summary>
    private static string[] Common(ParseResult parsed) =>
        [
            "train",
            "classifier",
            .. parsed
                .CommandResult.Children.OfType<OptionResult>()
                .Where(static option =>
                    !option.Implicit && option.Option.Name is not ("--sweep" or "--shard" or "--name")
                )
                .SelectMany(static option =>
                    option.Tokens.Count == 0
                        ? [option.Option.Name]
                        : option.Tokens.SelectMany(token => (string[])[option.Option.Name, token.Value])
                ),
            .. parsed
                .CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(static argument => argument.Tokens)
                .Select(static token => token.Value),
        ];

    private static void Require(string path, string name, ParseResult parsed)
    {
        Option? option = parsed.CommandResult.Command.Options.FirstOrDefault(one => one.Name == $"--{name}");
        if (option is null || NoSettings.Contains(option.Name))
        {
            IEnumerable<string> names = parsed
                .CommandResult.Command.Options.Select(static one => one.Name)
                .Except(NoSettings, StringComparer.Ordinal)
                .Select(static one => one.TrimStart('-'));
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{path}: {name} is no setting of a training"
                    + NearestName.Hint(name, names, "see spotter train classifier --help")
            );
        }

        if (parsed.GetResult(option) is { Implicit: false })
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{path}: {name} is on the command line too; leave one of the two out"
            );
        }
    }

    private static List<(string Name, IReadOnlyList<string?> Values)> Parse(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            var settings = new List<(string, IReadOnlyList<string?>)>();
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                string?[] values =
                    property.Value.ValueKind == JsonValueKind.Array
                        ? [.. property.Value.EnumerateArray().Select(ValueOf)]
                        : [ValueOf(property.Value)];
                settings.Add(
                    values.Length > 0
                        ? (property.Name, values)
                        : throw new JsonException($"{property.Name} has no values")
                );
            }

            return settings.Count > 0 ? settings : throw new JsonException("it lists no settings");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{path}: is no sweep: {SpotterException.PlainMessage(e)}; "
                    + """write settings with their values, like {"seed": [1, 2, 3], "learning-rate": [0.01, 0.001]}""",
                e
            );
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SpotterException(SpotterErrorKind.Missing, $"{path}: there is no such file; check the name", e);
        }
    }

    // True and false are of options without values: there, or not.
    private static string? ValueOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "",
            JsonValueKind.False => null,
            _ => throw new JsonException($"{value.GetRawText()} is no value of a setting"),
        };

    /// <summary>A setting and its value; empty for one without a value, null for one that is not there.</summary>
    private readonly record struct SweepSetting(string Name, string? Value)
    {
        public IEnumerable<string> Words =>
            Value is null ? []
            : Value.Length == 0 ? [$"--{Name}"]
            : [$"--{Name}", Value];

        public string InName => Value is null ? $"no-{Name}" : $"{Name}-{Value}".TrimEnd('-');
    }
}
