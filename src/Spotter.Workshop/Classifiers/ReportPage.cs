using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Metrics;
using Spotter.Networks;
using Spotter.Networks.Text;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Classifiers;

/// <summary>One page with everything about a run, pictures and all: it needs no network and no other file.</summary>
public static class ReportPage
{
    private static readonly (string File, string Title, string Text)[] Figures =
    [
        (
            RunFigures.Curves,
            "How it learned",
            "Loss and share of right answers after each epoch. Where the validation loss rises while the training "
                + "loss falls, the network learns the pictures by heart."
        ),
        (
            RunFigures.Confusion,
            "What it takes for what",
            "A row for each true class, a column for each answer; test pictures."
        ),
        (
            RunFigures.Predictions,
            "Answers",
            "The first test pictures. The bars are the shares of the classes; blue is right, orange is wrong."
        ),
        (
            RunFigures.Mistakes,
            "Worst mistakes",
            "Wrong answers on test pictures that it was surest of. Some are wrong labels."
        ),
        (
            RunFigures.Calibration,
            "How far to trust its shares",
            "Answers by how sure it was. Bars on the dotted line are as often right as they are sure; bars below it "
                + "are overconfident."
        ),
        (
            RunFigures.Weights,
            "What the first layer looks at",
            "A tile for each unit: blue where brightness speaks for it, orange where it speaks against it."
        ),
        (RunFigures.Samples, "What it learned from", "Training pictures of each class, and how many there are."),
    ];

    private const string Style = """
        :root{color-scheme:light dark;--ink:#22262b;--faint:#666c74;--paper:#fff;--card:#f5f6f8;--rule:#e3e6ea;
          --accent:#0072b2}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e8eb;--faint:#9aa1aa;--paper:#15181c;--card:#1f242a;
          --rule:#333a42;--accent:#56b4e9}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);
          font:16px/1.5 system-ui,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif}
        main{max-width:1040px;margin:0 auto;padding:24px 20px 64px}
        h1{font-size:28px;margin:8px 0 2px}h2{font-size:20px;margin:40px 0 4px}
        p{margin:0 0 12px;max-width:75ch}.faint{color:var(--faint)}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:20px 0}
        .tile{background:var(--card);border-radius:10px;padding:12px 16px}.tile b{display:block;font-size:24px;
          font-weight:600}
        .tile:first-child b{color:var(--accent)}.tile span{color:var(--faint);font-size:14px}
        img{display:block;max-width:100%;height:auto;background:#fff;border:1px solid var(--rule);border-radius:10px}
        .wide{overflow-x:auto}table{border-collapse:collapse}th,td{padding:4px 14px 4px 0;text-align:right;
          border-bottom:1px solid var(--rule)}
        th:first-child,td:first-child{text-align:left}th{color:var(--faint);font-weight:500}
        pre{background:var(--card);border-radius:10px;padding:14px 16px;overflow-x:auto;
          font:14px/1.45 ui-monospace,"DejaVu Sans Mono",monospace}
        """;

    /// <summary>Writes <c>report.html</c> into the folder of a run, of what is there.</summary>
    /// <exception cref="RunException">A file of the run is damaged.</exception>
    public static void Write(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        run.Write("report.html", Encoding.UTF8.GetBytes(Build(run)));
    }

    private static string Build(RunFolder run)
    {
        RunConfiguration configuration = run.ReadConfiguration();
        IReadOnlyList<EpochMetrics> epochs = run.ReadMetrics();
        RunResult? result = run.ReadResult();
        var page = new StringBuilder();
        page.Append(
                "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                    + "content=\"width=device-width,initial-scale=1\">\n"
            )
            .Append("<link rel=\"icon\" href=\"data:,\">\n")
            .Append(
                CultureInfo.InvariantCulture,
                $"<title>{Text(run.Name)}</title>\n<style>\n{Style}\n</style>\n<main>\n<h1>{Text(run.Name)}</h1>\n"
            )
            .Append(
                CultureInfo.InvariantCulture,
                $"<p class=\"faint\">{Text(configuration.Dataset.Source)}, {Text(configuration.Preset)}, "
                    + $"{configuration.Created:yyyy-MM-dd HH:mm}</p>\n"
            );
        AddTiles(page, epochs, result);
        foreach (
            (string file, string title, string text) in Figures.Where(figure => File.Exists(run.PathOf(figure.File)))
        )
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(title)}</h2>\n<p class=\"faint\">{Text(text)}</p>\n");
            if (file is RunFigures.Predictions or RunFigures.Mistakes)
            {
                IEnumerable<string> classes = configuration
                    .ClassNames.Index()
                    .Select(static entry => $"{entry.Index} {entry.Item}");
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<p class=\"faint\">{Text(string.Join(", ", classes))}</p>\n"
                );
            }

            AddImage(page, title, File.ReadAllBytes(run.PathOf(file)));
            if (file == RunFigures.Confusion && result?.Test is { } test)
            {
                AddClasses(page, test);
            }
        }

        AddEpochs(page, epochs);
        AddNetwork(page, run, configuration.Network.Build());
        page.Append(
                CultureInfo.InvariantCulture,
                $"<h2>Settings</h2>\n<pre>{Text(File.ReadAllText(run.ConfigurationPath))}</pre>\n"
            )
            .Append(
                CultureInfo.InvariantCulture,
                $"<h2>Use it</h2>\n<pre>spotter classify PICTURE --model {Text(run.Name)}\nspotter evaluate "
                    + $"classifier {Text(run.Name)}</pre>\n</main>\n</html>\n"
            );
        return page.ToString();
    }

    private static void AddNetwork(StringBuilder page, RunFolder run, Sequential network)
    {
        page.Append("<h2>Network</h2>\n");
        if (File.Exists(run.PathOf(RunFigures.Network)))
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<p class=\"faint\">{Text(NetworkDrawing.Caption(network))}</p>\n"
            );
            AddImage(page, "The network", File.ReadAllBytes(run.PathOf(RunFigures.Network)));
        }

        page.Append(CultureInfo.InvariantCulture, $"<pre>{Text(network.Summary())}</pre>\n");
    }

    private static void AddImage(StringBuilder page, string title, byte[] png)
    {
        // Figures have two pixels a point; a PNG file says its width at byte 16.
        int width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)) / 2;
        page.Append(
            CultureInfo.InvariantCulture,
            $"<img width=\"{width}\" alt=\"{Text(title)}\" "
                + $"src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">\n"
        );
    }

    private static void AddTiles(StringBuilder page, IReadOnlyList<EpochMetrics> epochs, RunResult? result)
    {
        page.Append("<div class=\"tiles\">\n");
        if (result?.Test is { } test)
        {
            AddTile(page, Percent(test.Accuracy), $"right of {Counted.Of(test.Count, "test picture")}");
            AddTile(page, Number(test.MacroF1), "mean F1 of the classes");
            AddTile(page, Number(test.Calibration.ExpectedError), "calibration error");
        }

        if (epochs.Count > 0)
        {
            EpochMetrics last = epochs[^1];
            AddTile(
                page,
                last.ValidationAccuracy is { } accuracy ? Percent(accuracy) : Percent(last.Accuracy),
                last.ValidationAccuracy is null ? "right in training" : "right in validation"
            );
            AddTile(
                page,
                epochs.Count.ToString(CultureInfo.InvariantCulture),
                result is null ? "epochs so far" : "epochs"
            );
            AddTile(
                page,
                string.Create(CultureInfo.InvariantCulture, $"{epochs.Sum(static epoch => epoch.Seconds):0.0} s"),
                "training"
            );
        }

        if (result is not null)
        {
            AddTile(page, result.Parameters.ToString("N0", CultureInfo.InvariantCulture), "parameters");
        }

        page.Append("</div>\n");
    }

    private static void AddTile(StringBuilder page, string value, string what) =>
        page.Append(
            CultureInfo.InvariantCulture,
            $"<div class=\"tile\"><b>{Text(value)}</b><span>{Text(what)}</span></div>\n"
        );

    private static void AddClasses(StringBuilder page, ClassificationReport test) =>
        AddTable(
            page,
            "Class by class",
            ["class", "precision", "recall", "F1", "pictures"],
            test.Classes.Select(static entry =>
                new[]
                {
                    entry.Name,
                    Percent(entry.Precision),
                    Percent(entry.Recall),
                    Number(entry.F1),
                    entry.Support.ToString("N0", CultureInfo.InvariantCulture),
                }
            )
        );

    private static void AddEpochs(StringBuilder page, IReadOnlyList<EpochMetrics> epochs) =>
        AddTable(
            page,
            "Epoch by epoch",
            ["epoch", "loss", "right", "validation loss", "validation right", "learning rate", "seconds"],
            epochs.Select(static epoch =>
                new[]
                {
                    epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                    Number(epoch.Loss),
                    Percent(epoch.Accuracy),
                    epoch.ValidationLoss is { } loss ? Number(loss) : "",
                    epoch.ValidationAccuracy is { } accuracy ? Percent(accuracy) : "",
                    epoch.LearningRate.ToString("G3", CultureInfo.InvariantCulture),
                    epoch.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
                }
            )
        );

    private static void AddTable(StringBuilder page, string title, string[] heads, IEnumerable<string[]> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(title)}</h2>\n<div class=\"wide\"><table>\n<tr>");
        page.AppendJoin("", heads.Select(static head => $"<th>{Text(head)}</th>")).Append("</tr>\n");
        foreach (string[] row in rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select(static cell => $"<td>{Text(cell)}</td>")).Append("</tr>\n");
        }

        page.Append("</table></div>\n");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.00} %");

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
