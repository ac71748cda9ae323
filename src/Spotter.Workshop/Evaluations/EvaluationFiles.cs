using System.Globalization;
using Spotter.Files;
using Spotter.Media.Pictures;
using Spotter.Workshop.Pages;

namespace Spotter.Workshop.Evaluations;

/// <summary>Writes an evaluation into a folder: a page with everything, and its pictures by themselves.</summary>
public static class EvaluationFiles
{
    /// <summary>The page's file name.</summary>
    public const string Page = "report.html";

    private const string Roc = "roc.png";
    private const string PrecisionRecall = "precision_recall.png";

    /// <summary>Asks for the right to write all the files, before the work.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="models">How many models are compared.</param>
    /// <param name="outputs">What may be written over.</param>
    /// <exception cref="OutputException">One of them may not be written.</exception>
    public static void Claim(string folder, int models, Outputs outputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(outputs);
        IEnumerable<string> numbers = Enumerable.Range(0, models).Select(i => Number(i, models));
        foreach (
            string name in numbers
                .SelectMany(static number => (string[])[Misses(number), FalseAlarms(number)])
                .Concat([Page, Roc, PrecisionRecall])
        )
        {
            outputs.Claim(Path.Combine(folder, name));
        }
    }

    /// <inheritdoc cref="Write(string, EvaluationReport, double?, PictureLoadOptions, Outputs, CancellationToken)"/>
    public static void Write(
        string folder,
        EvaluationReport report,
        double? falseAlarms,
        PictureLoadOptions loading,
        CancellationToken cancellationToken = default
    ) => Write(folder, report, falseAlarms, loading, new Outputs(), cancellationToken);

    /// <summary>
    /// Writes <c>report.html</c>, <c>roc.png</c>, <c>precision_recall.png</c>, and a sheet of misses and of false
    /// alarms a model.
    /// </summary>
    /// <param name="folder">It is made where it is missing.</param>
    /// <param name="report">The evaluation.</param>
    /// <param name="falseAlarms">The gallery shows the setting with at most this many false alarms a picture; null
    /// shows the models as users run them.</param>
    /// <param name="loading">How to read pictures.</param>
    /// <param name="outputs">What may be written over.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <exception cref="OutputException">The folder cannot be written to.</exception>
    public static void Write(
        string folder,
        EvaluationReport report,
        double? falseAlarms,
        PictureLoadOptions loading,
        Outputs outputs,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(outputs);
        outputs.AddInputs(
            report.Models.SelectMany(static model => model.Pictures).Select(static evaluated => evaluated.Picture.Path)
        );
        try
        {
            var page = new HtmlPage("How good the detectors are");
            AddTo(
                page,
                report,
                falseAlarms,
                loading,
                (name, content) => outputs.Write(Path.Combine(folder, name), content),
                cancellationToken
            );
            outputs.Write(Path.Combine(folder, Page), page.ToBytes());
        }
        catch (Exception e) when (SpotterException.IsBare(e))
        {
            throw OutputException.About(folder, e);
        }
    }

    /// <summary>The figures, curves and galleries of an evaluation, for a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="report">The evaluation.</param>
    /// <param name="falseAlarms">As for a page of its own.</param>
    /// <param name="loading">How to read pictures.</param>
    /// <param name="save">Keeps each picture by itself, under a name.</param>
    /// <param name="cancellationToken">Stops drawing.</param>
    internal static void AddTo(
        HtmlPage page,
        EvaluationReport report,
        double? falseAlarms,
        PictureLoadOptions loading,
        Action<string, byte[]> save,
        CancellationToken cancellationToken
    )
    {
        page.Paragraph(EvaluationSummary.Describe(report));
        page.Table(EvaluationSummary.Heads, report.Models.Select(EvaluationSummary.Row));
        page.Pictures(
            (
                Save(save, Roc, EvaluationPlots.Roc(report)),
                "The further up and left, the better. A dot is the model as users run it."
            ),
            (
                Save(save, PrecisionRecall, EvaluationPlots.PrecisionRecall(report)),
                "The area below is the average precision."
            )
        );
        for (int i = 0; i < report.Models.Count; i++)
        {
            ModelEvaluation model = report.Models[i];
            double? threshold = falseAlarms is { } wanted ? model.Curve.AtFalseAlarms(wanted).Threshold : null;
            page.Heading(report.Models.Count == 1 ? "Misses and false alarms" : model.Model.Name);
            string number = Number(i, report.Models.Count);
            Show(
                page,
                save,
                Misses(number),
                GallerySheet.Misses(model, threshold),
                "What was missed, largest first",
                loading,
                cancellationToken
            );
            Show(
                page,
                save,
                FalseAlarms(number),
                GallerySheet.FalseAlarms(model, threshold),
                "False alarms, highest score first",
                loading,
                cancellationToken
            );
        }
    }

    private static void Show(
        HtmlPage page,
        Action<string, byte[]> save,
        string name,
        GallerySheet sheet,
        string caption,
        PictureLoadOptions loading,
        CancellationToken cancellationToken
    )
    {
        if (sheet.IsEmpty)
        {
            page.Paragraph($"{caption}: none.");
            return;
        }

        page.Pictures((Save(save, name, sheet.Draw(loading, cancellationToken)), caption));
    }

    private static string Number(int model, int models) =>
        models == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{model + 1}");

    private static string Misses(string number) => $"misses{number}.png";

    private static string FalseAlarms(string number) => $"false_alarms{number}.png";

    private static byte[] Save(Action<string, byte[]> save, string name, byte[] content)
    {
        save(name, content);
        return content;
    }
}
