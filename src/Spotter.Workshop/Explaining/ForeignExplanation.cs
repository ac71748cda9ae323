using System.Globalization;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Pictures;
using Spotter.Networks;
using Spotter.Networks.Text;
using Spotter.Onnx;
using Spotter.Onnx.Classifiers;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Explaining;

/// <summary>
/// Shows as what somebody else's network is read, what it consists of and, on a picture, what its answers rest on. Its
/// layers are not known by name, and whatever runs it answers no more than its outputs.
/// </summary>
internal sealed class ForeignExplanation(string name, string folder, ExplainOptions options)
{
    private const string Found = "found.png";
    private const string Reasons = "reasons.png";

    // Each takes as many runs as there are places.
    private const int MostReasons = 3;
    private const int MostClasses = 5;

    // Of the shorter side of a picture, where nothing says how large what it shows is.
    private const double PatchShare = 0.2;

    // The same thing, where a patch has moved its box.
    private const double SameOverlap = 0.3;

    private readonly ExplanationFolder _folder = new($"How {name} works", folder, options);

    /// <summary>Explains a detector.</summary>
    public void Write(OnnxDetector detector, CancellationToken cancellationToken)
    {
        BgrImage? picture = Begin(
            $"Somebody else's network, read as {detector.Reading}. It is run by {detector.Engine}.",
            detector.Operators
        );
        if (picture is not null)
        {
            _folder.Page.Heading("On a picture");
            IReadOnlyList<Detection> found = detector.Detect(new Frame(picture), options.Detection, cancellationToken);
            DrawFound(picture, found);
            if (found.Count > 0)
            {
                Detection[] best = [.. found.Take(MostReasons)];
                Show(picture, [.. best.Select((one, i) => ReasonOf(detector, picture, one, i + 1, cancellationToken))]);
            }
        }

        _folder.SavePage();
    }

    /// <summary>Explains a classifier.</summary>
    public void Write(IImageClassifier classifier, CancellationToken cancellationToken)
    {
        var foreign = classifier as OnnxClassifier;
        BgrImage? picture = Begin(
            foreign is not null
                ? $"Somebody else's network, read as {foreign.Reading}."
                : $"A classifier of {Counted.Of(classifier.ClassNames.Count, "class")} on somebody else's network.",
            foreign?.Operators ?? new Dictionary<string, int>(StringComparer.Ordinal)
        );
        if (picture is not null)
        {
            _folder.Page.Heading("On a picture");
            ClassScore[] best = [.. Classify(classifier, picture).Take(MostClasses)];
            _folder.Page.Table(
                ["class", "share"],
                best.Select(static one =>
                    (string[])[one.ClassName, one.Probability.ToString("0.000", CultureInfo.InvariantCulture)]
                )
            );
            int patch = (int)(PatchShare * Math.Min(picture.Width, picture.Height));
            var all = new Box(0, 0, picture.Width, picture.Height);
            Show(
                picture,
                [
                    .. best.Take(MostReasons)
                        .Select(one => new Reason(
                            one.ClassName,
                            all,
                            Occlusion.Measure(
                                picture,
                                all,
                                patch,
                                covered =>
                                    Classify(classifier, covered)
                                        .First(other => other.ClassIndex == one.ClassIndex)
                                        .Probability,
                                cancellationToken
                            )
                        )),
                ]
            );
        }

        _folder.SavePage();
    }

    private static IReadOnlyList<ClassScore> Classify(IImageClassifier classifier, BgrImage picture) =>
        classifier.Classify(PictureFit.Fit(picture, classifier, inverts: false));

    private BgrImage? Begin(string about, IReadOnlyDictionary<string, int> operators)
    {
        if (options.Positives is not null)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"--positives: {name} is a network, which has no features to draw over crops; leave it out"
            );
        }

        _folder.Claim([Explanation.Page, .. options.Picture is null ? Array.Empty<string>() : [Found, Reasons]]);
        BgrImage? picture = options.Picture is { } path
            ? Picture.Load(path, options.Loading).Bgr.LimitWidth(Explanation.MaxWidth)
            : null;
        _folder.Page.Paragraph(about);
        if (operators.Count > 0)
        {
            _folder.Page.Heading("What it consists of");
            _folder.Page.Table(
                ["operator", "times"],
                operators
                    .OrderByDescending(static one => one.Value)
                    .ThenBy(static one => one.Key, StringComparer.Ordinal)
                    .Select(static one => (string[])[one.Key, one.Value.ToString(CultureInfo.InvariantCulture)])
            );
        }

        return picture;
    }

    private void DrawFound(BgrImage picture, IReadOnlyList<Detection> found)
    {
        Dictionary<Detection, int> numbers = [];
        foreach ((int index, Detection detection) in found.Index())
        {
            numbers.TryAdd(detection, index + 1);
        }

        AnnotatorOptions looks = AnnotatorOptions.Default with
        {
            Text = detection =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{numbers[detection]}: {detection.Label} {detection.Score:0.00}"
                ),
        };
        _folder.Show(
            Found,
            picture.DrawCopy([.. found], looks).Encode(PictureFormat.Png),
            found.Count > 0
                ? "What was found, and how sure the network is, 0 to 1."
                : "Nothing was found; --min-score takes in what it is less sure of."
        );
    }

    private Reason ReasonOf(
        OnnxDetector detector,
        BgrImage picture,
        Detection find,
        int number,
        CancellationToken cancellationToken
    )
    {
        // Scores below the one that counts are what is measured.
        DetectionOptions all = options.Detection with { MinScore = OnnxDetector.LowestScore };
        return new Reason(
            string.Create(CultureInfo.InvariantCulture, $"{number}: {find.Label}"),
            find.Box,
            Occlusion.Measure(
                picture,
                find.Box,
                covered =>
                    detector
                        .Detect(new Frame(covered), all, cancellationToken)
                        .Where(other =>
                            other.Label == find.Label && other.Box.IntersectionOverUnion(find.Box) > SameOverlap
                        )
                        .Select(static other => other.Score)
                        .DefaultIfEmpty()
                        .Max(),
                cancellationToken
            )
        )
        {
            Box = find.Box,
        };
    }

    private void Show(BgrImage picture, IReadOnlyList<Reason> reasons)
    {
        _folder.Page.Heading("What its answers rest on");
        _folder.Show(
            Reasons,
            ReasonsSheet.Draw(picture, [.. reasons.Select(static one => one with { Region = one.Occlusion.Region })]),
            string.Create(
                CultureInfo.InvariantCulture,
                $"A gray patch covers {Occlusion.Places}x{Occlusion.Places} places one after another. Yellow is where "
                    + $"the score falls most when it is covered: the network needs to see that. Violet can be covered "
                    + $"without harm."
            )
        );
    }
}
