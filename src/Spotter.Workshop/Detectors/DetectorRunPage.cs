using System.Globalization;
using Spotter.Learning.Detectors;
using Spotter.Media.Pictures;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Evaluations;
using Spotter.Workshop.Pages;

namespace Spotter.Workshop.Detectors;

/// <summary>One page with everything about a detector's run, pictures and all.</summary>
internal static class DetectorRunPage
{
    /// <summary>Writes <c>report.html</c>, and the pictures of the evaluation by themselves.</summary>
    /// <param name="run">The folder.</param>
    /// <param name="configuration">What it was asked for.</param>
    /// <param name="measurements">The figures so far.</param>
    /// <param name="result">What became of it; null while it is trained.</param>
    /// <param name="evaluation">Its finds on pictures kept aside; null where there are none, or yet none.</param>
    /// <param name="cancellationToken">Stops drawing.</param>
    public static void Write(
        RunFolder run,
        DetectorRunConfiguration configuration,
        IReadOnlyList<DetectorMeasurement> measurements,
        DetectorRunResult? result,
        EvaluationReport? evaluation,
        CancellationToken cancellationToken
    )
    {
        var page = new HtmlPage(run.Name);
        page.Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{configuration.Kind}: {configuration.Plan}, {configuration.Created:yyyy-MM-dd HH:mm}"
            )
        );
        AddFigures(page, configuration, measurements, result);
        if (File.Exists(run.PathOf(DetectorRun.CurvesName)))
        {
            page.Heading("How it learned");
            page.Pictures(
                (
                    File.ReadAllBytes(run.PathOf(DetectorRun.CurvesName)),
                    "The parts of the loss, and average precision on pictures kept aside (before the last step on "
                        + "some of them)."
                )
            );
        }

        if (evaluation is not null)
        {
            AddEvaluation(page, run, evaluation, cancellationToken);
        }

        if (result is { Development.Roc.Count: > 0 })
        {
            page.Heading("Class by class");
            page.Table(
                ["false alarms", "found", "false alarms a picture"],
                result.Development.Roc.Select(static point =>
                    new[] { point.Setting, Share(point.DetectionRate), Share(point.FalseAlarmsPerScene) }
                )
            );
        }

        page.Heading("Measurement by measurement");
        page.Table(
            ["step", "score loss", "box loss", "learning rate", "average precision"],
            measurements.Select(static one =>
                new[]
                {
                    one.Step.ToString("N0", CultureInfo.InvariantCulture),
                    Share(one.ScoreLoss),
                    Share(one.BoxLoss),
                    one.LearningRate.ToString("G3", CultureInfo.InvariantCulture),
                    Share(one.AveragePrecision),
                }
            )
        );
        page.Heading("Use it");
        page.Paragraph($"spotter detect PICTURE --model {configuration.Output}");
        run.Write(Path.GetFileName(run.ReportPath), page.ToBytes());
    }

    private static void AddFigures(
        HtmlPage page,
        DetectorRunConfiguration configuration,
        IReadOnlyList<DetectorMeasurement> measurements,
        DetectorRunResult? result
    )
    {
        int step = measurements.Count == 0 ? 0 : measurements[^1].Step;
        var rows = new List<string[]>
        {
            new[] { "learned from", string.Join(", ", configuration.Sources) },
            new[] { "classes", string.Join(", ", configuration.Labels) },
            new[]
            {
                "pictures",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{configuration.Pictures:N0}, and {configuration.KeptAside:N0} kept aside"
                ),
            },
            new[] { "steps", string.Create(CultureInfo.InvariantCulture, $"{step:N0} of {configuration.Steps:N0}") },
        };
        if (result is not null)
        {
            rows.Add(["average precision", Share(result.AveragePrecision)]);
            rows.Add(["size", result.Size]);
            rows.Add(["model", configuration.Output]);
        }

        page.Table(["", ""], rows);
    }

    private static void AddEvaluation(
        HtmlPage page,
        RunFolder run,
        EvaluationReport evaluation,
        CancellationToken cancellationToken
    )
    {
        page.Heading("What it does on pictures kept aside");
        EvaluationFiles.AddTo(
            page,
            evaluation,
            falseAlarms: null,
            PictureLoadOptions.Default,
            (name, content) => run.Write(name, content),
            cancellationToken
        );
        GallerySheet finds = GallerySheet.Finds(evaluation.Models[0], threshold: null);
        if (!finds.IsEmpty)
        {
            byte[] png = finds.Draw(PictureLoadOptions.Default, cancellationToken);
            run.Write(DetectorRun.FindsName, png);
            page.Heading("Finds");
            page.Pictures((png, "What was found, least sure first"));
        }
    }

    private static string Share(double? value) =>
        value is { } known && double.IsFinite(known) ? known.ToString("0.000", CultureInfo.InvariantCulture) : "-";
}
