using System.Globalization;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Pictures;
using Spotter.Networks.Layers;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;
using Spotter.Workshop.Pages;

namespace Spotter.Workshop.Explaining;

/// <summary>
/// Shows what a network that detects consists of and, on a picture, the scores of its cells, what its finds rest on,
/// and what its layers answer.
/// </summary>
internal sealed class NetworkExplanation(NetworkDetector detector, string name, string folder, ExplainOptions options)
{
    private const string Blocks = "network.png";
    private const string Found = "found.png";
    private const string Scores = "scores.png";
    private const string Reasons = "reasons.png";
    private const string Layers = "layers.png";

    private const int MostReasons = 5;
    private const double UsualAspect = 0.75;

    private readonly ExplanationFolder _folder = new($"How {name} works", folder, options);

    private NetworkDetectorModel Model => detector.Model;

    private HtmlPage Page => _folder.Page;

    private string Things => string.Join(" and ", detector.Labels.Select(static label => Counted.Noun(2, label)));

    public void Write(CancellationToken cancellationToken)
    {
        if (options.Positives is not null)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"--positives: {name} is a network, which has no features to draw over crops; leave it out"
            );
        }

        _folder.Claim([
            Explanation.Page,
            Blocks,
            .. options.Picture is null ? Array.Empty<string>() : [Found, Scores, Reasons, Layers],
        ]);
        BgrImage? picture = options.Picture is { } path
            ? Picture.Load(path, options.Loading).Bgr.LimitWidth(Explanation.MaxWidth)
            : null;
        Box region = RegionOf(picture);
        SearchedPart part = detector.WholePart(options.Detection, region);
        var input = TensorShape.Image(part.InputHeight, part.InputWidth, 3);
        IReadOnlyList<NetworkBlock> blocks = NetworkBlock.Of(Model, input);
        Describe(blocks, input);
        if (picture is not null)
        {
            DrawPicture(picture, blocks, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        _folder.SavePage();
    }

    private Box RegionOf(BgrImage? picture)
    {
        if (picture is null)
        {
            return new Box(0, 0, Model.InputSize, (int)(Model.InputSize * UsualAspect));
        }

        var all = new Box(0, 0, picture.Width, picture.Height);
        Box region = options.Detection.RegionOfInterest?.Intersect(all) ?? all;
        return !region.IsEmpty
            ? region
            : throw new SpotterException(
                SpotterErrorKind.Usage,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--roi: lies beside the picture, which is {all.Width}x{all.Height} pixels here"
                )
            );
    }

    private void Describe(IReadOnlyList<NetworkBlock> blocks, TensorShape input)
    {
        Page.Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"A convolutional network of {Counted.Of(Model.Content.Network.Layers.Count, "layer")} with "
                    + $"{Model.ParameterCount:N0} learned weights, which looks for {Things} in one pass. It lays "
                    + $"{Counted.Of(Model.Head.Strides.Count, "grid")} of cells over the picture. Each cell answers "
                    + $"how sure it is that the middle of something it knows lies near it, and how far away that "
                    + $"thing's four sides are: a score and a box. Small cells find small things, large ones large."
            )
        );
        Page.Heading("The network");
        _folder.Show(
            Blocks,
            NetworkSheet.Draw(blocks, input),
            "Follow the arrows from the picture. Down the blue column the cells get larger and know more: each sees a "
                + "wider part of the picture (\"sees\", in pixels). The green boxes carry what the large cells know "
                + "back up to the small ones. The orange boxes are what comes out: for each cell a score a class, and "
                + "four distances. \"Conv 3x3\" weighs a cell and its eight neighbours (\"stride 2\": for every second "
                + "cell each way), \"max pool 2\" keeps the strongest of four cells."
        );
    }

    private void DrawPicture(BgrImage picture, IReadOnlyList<NetworkBlock> blocks, CancellationToken cancellationToken)
    {
        // On the way down, and where what is known comes together again.
        NetworkBlock[] shown = [.. blocks.Where(static block => block.Column == 0 || IsSum(block))];
        var trace = NetworkTrace.Run(
            detector,
            picture,
            options.Detection,
            [.. shown.Select(static block => block.LayerName)]
        );
        Page.Heading("On a picture");
        Page.Paragraph(Search(trace, picture));
        DetectionList(trace, picture);
        cancellationToken.ThrowIfCancellationRequested();
        Page.Heading("How sure each cell is");
        int[] classes = [.. detector.Labels.Select(label => Model.Labels.ToList().IndexOf(label))];
        _folder.Show(
            Scores,
            ScoreMapsSheet.Draw(trace, picture, classes),
            "The score of each cell: violet is 0, yellow 1. White boxes are what those cells found. Several cells see "
                + "the same thing; of boxes that overlap the surest is kept."
        );
        DrawReasons(trace, picture, cancellationToken);
        Page.Heading("What the layers answer");
        _folder.Show(
            Layers,
            LayersSheet.Draw(trace, picture, shown),
            "Each tile is the whole picture as a layer has it: yellow where it answers most, violet where least, each "
                + "tile on a scale of its own. A layer has many channels, each of which looks for something else; "
                + "the first tile is their mean, the others are those that differ most over the picture. Early layers "
                + "answer to edges and colours, later ones to parts and things."
        );
    }

    private static string Search(NetworkTrace trace, BgrImage picture)
    {
        SearchedPart part = trace.Part;
        string size =
            (part.Width, part.Height) == (picture.Width, picture.Height)
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"The picture went in as it is, {part.Width}x{part.Height} pixels"
                )
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The picture, {part.Part.Width}x{part.Part.Height} pixels, went in as {part.Width}x{part.Height}"
                );
        string cells = Counted.Of(trace.Maps.Sum(static map => map.CellCount), "cell");
        return trace.Finds.Count > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{size}. Of {cells}, {trace.BoxCount:N0} were sure enough, and gave boxes; of boxes that overlap "
                    + $"the surest was kept, which leaves {trace.Finds.Count:N0}."
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{size}. Nothing was found: of {cells} none was sure enough. How sure the surest is stands above the "
                    + $"maps below; --min-score takes in less sure ones."
            );
    }

    private void DetectionList(NetworkTrace trace, BgrImage picture)
    {
        Detection[] found = [.. trace.Finds.Select(static find => find.Detection)];
        Dictionary<Detection, int> numbers = [];
        foreach ((int index, Detection detection) in found.Index())
        {
            numbers.TryAdd(detection, index + 1);
        }

        AnnotatorOptions looks = AnnotatorOptions.Default with
        {
            Text = detection =>
                string.Create(CultureInfo.InvariantCulture, $"{numbers[detection]}: {detection.Score:0.00}"),
        };
        _folder.Show(
            Found,
            picture.DrawCopy(found, looks).Encode(PictureFormat.Png),
            found.Length > 0 ? "What was found, and how sure the network is, 0 to 1." : "Nothing was found."
        );
    }

    private void DrawReasons(NetworkTrace trace, BgrImage picture, CancellationToken cancellationToken)
    {
        TracedFind[] best = [.. trace.Finds.Take(MostReasons)];
        Page.Heading("What a find rests on");
        if (best.Length == 0)
        {
            Page.Paragraph("Nothing was found, so there is nothing to cover.");
            return;
        }

        Reason[] reasons = [.. best.Select((find, i) => ReasonOf(trace, picture, (i + 1, find), cancellationToken))];
        _folder.Show(
            Reasons,
            ReasonsSheet.Draw(picture, reasons),
            string.Create(
                CultureInfo.InvariantCulture,
                $"A gray patch, a third of the find's longer side, covers {Occlusion.Places}x{Occlusion.Places} places "
                    + $"one after another. Yellow is where the score falls most when it is covered: the network needs "
                    + $"to see that. Violet can be covered without harm. Each find has a scale of its own, unless its "
                    + $"score hardly falls at all: then nothing is yellow."
            )
        );
    }

    private static Reason ReasonOf(
        NetworkTrace trace,
        BgrImage picture,
        (int Number, TracedFind Find) numbered,
        CancellationToken cancellationToken
    )
    {
        (int number, TracedFind find) = numbered;
        var occlusion = Occlusion.Measure(trace, find, cancellationToken);
        int stride = trace.Maps[find.Map].Stride;
        return new Reason(
            string.Create(CultureInfo.InvariantCulture, $"{number}: {find.Detection.Label}"),
            InPicture(occlusion.Region, trace.Part, picture),
            occlusion
        )
        {
            Box = find.Detection.Box,
            Note = string.Create(CultureInfo.InvariantCulture, $"seen by cells of {stride}x{stride} pixels"),
        };
    }

    private static Box InPicture(Box input, SearchedPart part, BgrImage picture)
    {
        double scaleX = (double)part.Part.Width / part.Width;
        double scaleY = (double)part.Part.Height / part.Height;
        int left = part.Part.X + (int)Math.Round(input.X * scaleX);
        int top = part.Part.Y + (int)Math.Round(input.Y * scaleY);
        int right = part.Part.X + (int)Math.Round(input.Right * scaleX);
        int bottom = part.Part.Y + (int)Math.Round(input.Bottom * scaleY);
        return new Box(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top)).Intersect(
            new Box(0, 0, picture.Width, picture.Height)
        );
    }

    private static bool IsSum(NetworkBlock block) =>
        block.Layers.Any(static layer => layer.Layer is Add or Concatenate);
}
