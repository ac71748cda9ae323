using System.Globalization;
using SkiaSharp;
using Spotter.Files;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Networks.Text;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Workshop.Pages;

namespace Spotter.Workshop.Explaining;

/// <summary>
/// Shows what a cascade has learnt and how it searches: its features, stage by stage, and the way of its window over a
/// picture.
/// </summary>
internal sealed class CascadeExplanation(CascadeDetector detector, string name, string folder, ExplainOptions options)
{
    private const string Features = "features.png";
    private const string Stages = "stages.png";
    private const string Depth = "depth.png";
    private const string Survivors = "survivors.png";
    private const string Windows = "windows.mp4";
    private const int MostPositives = 2000;

    private readonly ExplanationFolder _folder = new($"How {name} works", folder, options);
    private readonly List<string> _problems = [];

    private CascadeModel Model => detector.Model;

    private HtmlPage Page => _folder.Page;

    /// <returns>A line for each thing that had to be left out.</returns>
    public async Task<IReadOnlyList<string>> WriteAsync(CancellationToken cancellationToken)
    {
        _folder.Claim([
            Explanation.Page,
            Features,
            Stages,
            .. options.Picture is null ? Array.Empty<string>() : [Depth, Survivors, Windows],
        ]);
        BgrImage? picture = options.Picture is { } path
            ? Picture.Load(path, options.Loading).Bgr.LimitWidth(Explanation.MaxWidth)
            : null;
        IReadOnlyList<Detection> found = picture is null
            ? []
            : detector.Detect(new Frame(picture), options.Detection, cancellationToken);
        Describe();
        Page.Heading("The features");
        _folder.Show(Features, FeatureTypesSheet.Draw(Model), FeaturesCaption());
        DrawStages(picture, found, cancellationToken);
        if (picture is not null)
        {
            await DrawSearchAsync(picture, found, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        _folder.SavePage();
        return _problems;
    }

    private void Describe() =>
        Page.Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"A cascade of {Counted.Of(Model.Stages.Length, "stage")} with "
                    + $"{Counted.Of(Model.WeakClassifiers.Length, Model.MaxNodesPerTree == 1 ? "stump" : "tree")} on "
                    + $"{(Model.FeatureType == CascadeFeatureType.Haar ? "Haar" : "LBP")} features, for a window "
                    + $"of {Model.WindowSize.Width}x{Model.WindowSize.Height} pixels. A window that a stage "
                    + $"rejects is never looked at again; one that passes all stages is a candidate."
            )
        );

    private string FeaturesCaption() =>
        Model.FeatureType == CascadeFeatureType.Haar
            ? "A feature is the sum of the pixels under white minus the sum of those under black, for the window's "
                + "contrast. The largest of each kind is shown."
            : "A feature compares the mean of the middle block with those of the eight around it, which gives one of "
                + "256 patterns.";

    private void DrawStages(BgrImage? picture, IReadOnlyList<Detection> found, CancellationToken cancellationToken)
    {
        var mean = new MeanPositive(Model.WindowSize);
        foreach (
            BgrImage crop in options.Positives is { } positives
                ? Crops(positives, cancellationToken)
                : found.Select(detection => picture!.Crop(detection.Box))
        )
        {
            mean.Add(crop);
        }

        string ground =
            mean.Count == 0
                ? "plain gray, for want of examples"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"the mean of {(options.Positives is null ? "what was found in the picture" : "the examples")} "
                        + $"({mean.Count:N0})"
                );
        Page.Heading("Stage by stage");
        using SKBitmap bitmap = mean.ToBitmap();
        Page.Pictures(
            (
                _folder.Save(Stages, StagesSheet.Draw(Model, bitmap)),
                $"First where the features of the stage look, bright where most of them do; then the features whose "
                    + $"votes count most. Below them: {ground}."
            )
        );
    }

    private IEnumerable<BgrImage> Crops(string positives, CancellationToken cancellationToken)
    {
        foreach (
            PictureSource source in Source
                .PicturesOf([positives], new SourceOptions { Recursive = true })
                .Take(MostPositives)
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            BgrImage? crop = null;
            try
            {
                crop = source.Problem is null ? Picture.Load(source.Name, options.Loading).Bgr : null;
            }
            catch (PictureException e)
            {
                _problems.Add(e.Message);
            }

            if (source.Problem is { } problem)
            {
                _problems.Add(problem);
            }

            if (crop is not null)
            {
                yield return crop;
            }
        }
    }

    private async Task DrawSearchAsync(
        BgrImage picture,
        IReadOnlyList<Detection> found,
        CancellationToken cancellationToken
    )
    {
        CascadeTrace trace = CascadeTrace.Run(Model, picture.ToGray().View, options.Detection, cancellationToken);
        Page.Heading("On a picture");
        if (trace.Levels.Count == 0)
        {
            Page.Paragraph("The picture is smaller than the window: there is nothing to search.");
            return;
        }

        var map = new DepthMap(picture, Model.Stages.Length);
        map.Add(trace);
        var white = AnnotatorOptions.Default with { Color = DrawColor.FromRgb(255, 255, 255) };
        long[] left = SurvivorsPlot.Count(trace);
        Page.Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Counted.Of(left[0], "window")} in {Counted.Of(trace.Levels.Count, "scale")} "
                    + $"{(left[0] == 1 ? "was" : "were")} looked at; {left[1]:N0} passed the first stage, "
                    + $"{left[^1]:N0} passed all, and grouping made {found.Count:N0} of them."
            )
        );
        Page.Pictures(
            (
                _folder.Save(Depth, map.Draw().DrawCopy(found, white).Encode(PictureFormat.Png)),
                "How far the windows around each pixel got: violet is the first stage, yellow the last. White boxes "
                    + "are what was found."
            ),
            (
                _folder.Save(Survivors, SurvivorsPlot.Draw(trace)),
                "Windows left after each stage, on a logarithmic scale."
            )
        );
        try
        {
            string path = _folder.PathOf(Windows);
            await new WindowVideo(picture, trace, found).WriteAsync(path, cancellationToken);
            options.Outputs.Note(path);
            Page.Video(
                await File.ReadAllBytesAsync(path, cancellationToken),
                "The window on its way over the picture, scale by scale, with what the stage looked at that decided "
                    + "about it; then all windows that passed, and how neighbours among them become one find."
            );
        }
        catch (VideoException e) when (e.Kind == SpotterErrorKind.Program)
        {
            _problems.Add($"the video is left out: {e.Message}");
        }
    }
}
