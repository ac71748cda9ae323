using System.CommandLine;
using System.Globalization;
using Spotter.Apps.Files;
using Spotter.Apps.Learning;
using Spotter.Apps.Searching;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Learning.Training;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter runs list|show|compare</c></summary>
internal static class RunsCommand
{
    public static Command Build()
    {
        var command = new Command("runs", "The training runs that are kept")
        {
            BuildList(),
            BuildShow(),
            BuildCompare(),
        };
        Help.Decorate(
            command,
            """
            spotter runs list
            spotter runs show fashion-mnist-mlp-1
            spotter runs compare fashion-mnist-mlp-1 fashion-mnist-cnn-small-1
            """
        );
        return command;
    }

    private static Command BuildList()
    {
        Option<string?> runs = RunFlags.Folder();
        (Option<bool> json, Option<bool> noColor) = Looks();
        var command = new Command("list", "All runs, the oldest first") { runs, json, noColor };
        command.SetAction(parsed =>
            Show([.. RunFlags.Repository(parsed, runs).List()], parsed.GetValue(json), parsed.GetValue(noColor))
        );
        Help.Decorate(command, "spotter runs list --json");
        return command;
    }

    private static Command BuildShow()
    {
        var name = new Argument<string>("RUN") { Description = "The name of a run, or its folder" };
        Option<string?> runs = RunFlags.Folder();
        (Option<bool> json, Option<bool> noColor) = Looks();
        var command = new Command("show", "All about one run") { name, runs, json, noColor };
        command.SetAction(parsed =>
        {
            RunFolder run = LearningErrors.Run(() => RunFlags.Repository(parsed, runs).Find(parsed.GetValue(name)!));
            if (parsed.GetValue(json))
            {
                return Show([run], isJson: true, noColor: true);
            }

            RunOverview overview = LearningErrors.Run(() => RunOverview.Of(run));
            var output = new TerminalOutput(parsed.GetValue(noColor));
            output.WriteFact("run", run.FullPath);
            output.WriteFact("state", run.State.ToString().ToLowerInvariant());
            output.WriteFact("data", overview.Configuration.Dataset.Source);
            output.WriteFact("network", overview.Configuration.Preset);
            output.WriteFact("test", Test(overview));
            output.WriteFact("report", run.ReportPath);
            output.WriteLine();
            output.WriteLine(overview.Configuration.Network.Build().Summary());
            output.WriteLine();
            Epochs(overview.Epochs).Write(output);
            return ExitCode.Done;
        });
        Help.Decorate(command, "spotter runs show fashion-mnist-mlp-1");
        return command;
    }

    private static Command BuildCompare()
    {
        var names = new Argument<string[]>("RUN")
        {
            Description = "Names of runs, or their folders",
            Arity = new ArgumentArity(2, 7),
        };
        Option<string?> runs = RunFlags.Folder();
        Option<string?> output = Flag.Value(
            "--output",
            "FILE",
            "Where the curves are drawn; a new folder in spotter-out/ unless given",
            static text => text,
            "-o"
        );
        Option<bool> overwrite = Flag.Overwrite();
        (Option<bool> json, Option<bool> noColor) = Looks();
        var command = new Command("compare", "Figures and curves of several runs, side by side and over one another")
        {
            names,
            runs,
            output,
            overwrite,
            json,
            noColor,
        };
        command.SetAction(parsed =>
        {
            RunRepository repository = RunFlags.Repository(parsed, runs);
            RunFolder[] chosen = LearningErrors.Run<RunFolder[]>(() =>
                [.. parsed.GetValue(names)!.Select(repository.Find)]
            );
            int code = Show(chosen, parsed.GetValue(json), parsed.GetValue(noColor));
            RunOverview[] drawn =
            [
                .. chosen.Select(RunOverview.Of).Where(static overview => overview.Epochs.Count > 0),
            ];
            if (drawn.Length > 0)
            {
                using NumberedFolder? own = parsed.GetValue(output) is null
                    ? NumberedFolder.Create(PictureSearchOptions.DefaultOutput, "compare")
                    : null;
                string path = parsed.GetValue(output) ?? Path.Combine(own!.Path, "compare.png");
                RunOverview.DrawCurves(drawn, path, new Outputs(overwrite: parsed.GetValue(overwrite)));
                Messages.Note($"curves: {path}");
            }

            return code;
        });
        Help.Decorate(command, "spotter runs compare fashion-mnist-mlp-1 fashion-mnist-cnn-small-1 -o curves.png");
        return command;
    }

    private static (Option<bool> Json, Option<bool> NoColor) Looks() =>
        (
            Flag.Switch("--json", "Print a line of JSON a run"),
            Flag.Switch("--no-color", "No colours in the terminal (as does NO_COLOR)")
        );

    private static int Show(RunFolder[] runs, bool isJson, bool noColor)
    {
        var overviews = new List<RunOverview>();
        foreach (RunFolder run in runs)
        {
            try
            {
                overviews.Add(RunOverview.Of(run));
            }
            catch (RunException e)
            {
                Messages.Error(e.Message);
            }
        }

        if (isJson)
        {
            using Stream stdout = StandardOutput.Open();
            overviews.ForEach(overview => PrintJson(stdout, overview));
        }
        else
        {
            Overviews(overviews).Write(new TerminalOutput(noColor));
        }

        return overviews.Count == runs.Length ? ExitCode.Done : ExitCode.SomeFailed;
    }

    private static TextTable Overviews(IEnumerable<RunOverview> overviews)
    {
        var table = new TextTable(
            new TextColumn("run"),
            new TextColumn("state"),
            new TextColumn("data") { Rank = 5 },
            new TextColumn("network") { Rank = 4 },
            new TextColumn("epochs") { Rank = 3 },
            new TextColumn("loss") { Rank = 6 },
            new TextColumn("validation") { Rank = 2 },
            new TextColumn("test"),
            new TextColumn("seconds") { Rank = 7 },
            new TextColumn("created") { Rank = 1 }
        );
        foreach (RunOverview overview in overviews)
        {
            EpochMetrics? last = overview.Epochs is [.., var end] ? end : null;
            table.Add(
                overview.Run.Name,
                overview.Run.State.ToString().ToLowerInvariant(),
                overview.Configuration.Dataset.Source,
                overview.Configuration.Preset,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{overview.Epochs.Count}/{overview.Configuration.Training.Epochs}"
                ),
                last is null ? "" : last.Loss.ToString("0.0000", CultureInfo.InvariantCulture),
                Percent(last?.ValidationAccuracy),
                Test(overview),
                overview.Epochs.Sum(static epoch => epoch.Seconds).ToString("0.0", CultureInfo.InvariantCulture),
                overview.Configuration.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            );
        }

        return table;
    }

    private static TextTable Epochs(IEnumerable<EpochMetrics> epochs)
    {
        var table = new TextTable(
            new TextColumn("epoch"),
            new TextColumn("loss"),
            new TextColumn("right"),
            new TextColumn("validation loss") { Rank = 2 },
            new TextColumn("validation right") { Rank = 1 },
            new TextColumn("seconds") { Rank = 3 }
        );
        foreach (EpochMetrics epoch in epochs)
        {
            table.Add(
                epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                epoch.Loss.ToString("0.0000", CultureInfo.InvariantCulture),
                Percent(epoch.Accuracy),
                epoch.ValidationLoss?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "",
                Percent(epoch.ValidationAccuracy),
                epoch.Seconds.ToString("0.0", CultureInfo.InvariantCulture)
            );
        }

        return table;
    }

    private static void PrintJson(Stream stdout, RunOverview overview) => JsonLine.Write(stdout, json =>
        {
            json.WriteString("run"u8, overview.Run.Name);
            json.WriteString("folder"u8, overview.Run.FullPath);
            json.WriteString("state"u8, overview.Run.State.ToString().ToLowerInvariant());
            json.WriteString("dataset"u8, overview.Configuration.Dataset.Source);
            json.WriteString("network"u8, overview.Configuration.Preset);
            json.WriteString("created"u8, overview.Configuration.Created);
            json.WriteNumber("epochs"u8, overview.Epochs.Count);
            if (overview.Epochs is [.., var last])
            {
                json.WriteNumber("loss"u8, last.Loss);
                json.WriteNumber("accuracy"u8, last.Accuracy);
                if (last is { ValidationLoss: { } loss, ValidationAccuracy: { } accuracy })
                {
                    json.WriteNumber("validation_loss"u8, loss);
                    json.WriteNumber("validation_accuracy"u8, accuracy);
                }
            }

            if (overview.Result?.Test is { } test)
            {
                json.WriteStartObject("test"u8);
                ClassificationJson.WriteFigures(json, test);
                json.WriteEndObject();
            }
        });

    private static string Test(RunOverview overview) => Percent(overview.Result?.Test?.Accuracy);

    private static string Percent(double? share) =>
        share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.00} %") : "";
}
