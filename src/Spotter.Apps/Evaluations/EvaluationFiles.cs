using System.Globalization;
using Spotter.Apps.Files;
using Spotter.Apps.Pages;
using Spotter.Media.Pictures;

namespace Spotter.Apps.Evaluations;

/// <summary>Writes an evaluation into a folder: a page with everything, and its pictures by themselves.</summary>
public static class EvaluationFiles
{
    /// <summary>The page's file name.</summary>
    public const string Page = "report.html";

    /// <summary>Writes <c>report.html</c>, <c>roc.png</c>, <c>precision_recall.png</c>, and a sheet of misses and of false alarms a model.</summary>
    /// <param name="folder">It is made where it is missing.</param>
    /// <param name="report">The evaluation.</param>
    /// <param name="falseAlarms">The gallery shows the setting with at most this many false alarms a picture; null shows the models as users run them.</param>
    /// <param name="loading">How to read pictures.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <exception cref="OutputException">The folder cannot be written to.</exception>
    public static void Write(
        string folder, EvaluationReport report, double? falseAlarms, PictureLoadOptions loading, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(report);
        try
        {
            var page = new HtmlPage("How good the detectors are");
            page.Paragraph(EvaluationSummary.Describe(report));
            page.Table(EvaluationSummary.Heads, report.Models.Select(EvaluationSummary.Row));
            page.Pictures(
                (Save(folder, "roc.png", EvaluationPlots.Roc(report)), "The further up and left, the better. A dot is the model as users run it."),
                (Save(folder, "precision_recall.png", EvaluationPlots.PrecisionRecall(report)), "The area below is the average precision."));
            for (int i = 0; i < report.Models.Count; i++)
            {
                ModelEvaluation model = report.Models[i];
                double? threshold = falseAlarms is { } wanted ? model.Curve.AtFalseAlarms(wanted).Threshold : null;
                page.Heading(report.Models.Count == 1 ? "Misses and false alarms" : model.Model.Name);
                string number = report.Models.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{i + 1}");
                Show(page, folder, $"misses{number}.png", GallerySheet.Misses(model, threshold), "What was missed, largest first", loading, cancellationToken);
                Show(page, folder, $"false_alarms{number}.png", GallerySheet.FalseAlarms(model, threshold), "False alarms, highest score first", loading, cancellationToken);
            }

            page.Save(Path.Combine(folder, Page));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not PictureException and not OutputException)
        {
            throw OutputException.About(folder, e);
        }
    }

    private static void Show(
        HtmlPage page, string folder, string name, GallerySheet sheet, string caption, PictureLoadOptions loading, CancellationToken cancellationToken)
    {
        if (sheet.IsEmpty)
        {
            page.Paragraph($"{caption}: none.");
            return;
        }

        page.Pictures((Save(folder, name, sheet.Draw(loading, cancellationToken)), caption));
    }

    private static byte[] Save(string folder, string name, byte[] content)
    {
        TemporaryFile.Write(Path.Combine(folder, name), content);
        return content;
    }
}
