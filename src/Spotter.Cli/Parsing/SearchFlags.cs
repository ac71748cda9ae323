using System.CommandLine;
using Spotter.Media.Pictures;
using Spotter.Vision;

namespace Spotter.Cli.Parsing;

/// <summary>The options of how to search, and how to read what is searched.</summary>
internal sealed class SearchFlags
{
    private const double PixelsPerMegapixel = 1_000_000;

    private readonly Option<double?> _scaleFactor = Flag.Value<double?>(
        "--scale-factor",
        "N",
        "Growth of the search window from scale to scale, 1.001 to 100; smaller finds more and takes longer (default: "
            + "1.1 for cascades; other models have scales of their own)",
        text => new DetectionOptions { ScaleFactor = Values.Number(text) }.ScaleFactor
    );

    private readonly Option<int?> _minNeighbors = Flag.Value<int?>(
        "--min-neighbors",
        "N",
        "Overlapping candidates that a find needs; higher gives fewer false alarms and misses more, 0 shows all "
            + "(default: 3)",
        text => new DetectionOptions { MinNeighbors = Values.Whole(text) }.MinNeighbors
    );

    private readonly Option<double?> _minScore = Flag.Value<double?>(
        "--min-score",
        "N",
        "Finds of a lower score are left out; the scale is the model's own (default: where the model answers from)",
        text => Values.Number(text)
    );

    private readonly Option<BoxSize?> _minSize = Flag.Value<BoxSize?>(
        "--min-size",
        "N|WxH",
        "Nothing smaller is looked for, in pixels (default: what the model is for at least)",
        text => Values.Size(text)
    );

    private readonly Option<BoxSize?> _maxSize = Flag.Value<BoxSize?>(
        "--max-size",
        "N|WxH",
        "Nothing larger is looked for, in pixels (default: the whole picture)",
        text => Values.Size(text)
    );

    private readonly Option<Box?> _region = Flag.Value<Box?>(
        "--roi",
        "X,Y,W,H",
        "Only this part of each picture is searched, in pixels (default: all of it)",
        text => Values.Region(text)
    );

    private readonly Option<int?> _threads = Flag.Value<int?>(
        "--threads",
        "N",
        "Threads for the whole run; one a processor unless given",
        text => new DetectionOptions { Threads = Values.Whole(text) }.Threads
    );

    private readonly Option<long?> _maxPixels = Flag.Value<long?>(
        "--max-megapixels",
        "N",
        "Larger pictures are refused, 0.000001 to 700; 100 unless given",
        text => ReadMegapixels(text)
    );

    public void AddTo(Command command)
    {
        command.Add(_scaleFactor);
        command.Add(_minNeighbors);
        command.Add(_minScore);
        command.Add(_minSize);
        command.Add(_maxSize);
        command.Add(_region);
        command.Add(_threads);
        command.Add(_maxPixels);
    }

    /// <summary>What makes no sense without a picture file.</summary>
    public IReadOnlyList<Option> ForPictures => [_maxPixels];

    public DetectionOptions ReadDetection(ParseResult parsed) =>
        new()
        {
            ScaleFactor = parsed.GetValue(_scaleFactor),
            MinNeighbors = parsed.GetValue(_minNeighbors),
            MinScore = parsed.GetValue(_minScore),
            MinSize = parsed.GetValue(_minSize),
            MaxSize = parsed.GetValue(_maxSize),
            RegionOfInterest = parsed.GetValue(_region),
            Threads = parsed.GetValue(_threads),
        };

    public PictureLoadOptions ReadLoading(ParseResult parsed) =>
        parsed.GetValue(_maxPixels) is { } maxPixels
            ? new PictureLoadOptions { MaxPixels = maxPixels }
            : PictureLoadOptions.Default;

    private static long ReadMegapixels(string text)
    {
        double megapixels = Values.Number(text);
        return megapixels is >= 0.000001 and <= 700
            ? (long)(megapixels * PixelsPerMegapixel)
            : throw new FormatException("must be 0.000001 to 700 million pixels");
    }
}
