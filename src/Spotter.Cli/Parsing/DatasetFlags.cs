using System.CommandLine;
using Spotter.Apps.Learning;
using Spotter.Vision;

namespace Spotter.Cli.Parsing;

/// <summary>The options of which pictures are learned from.</summary>
internal sealed class DatasetFlags
{
    private const int LargestSide = 2048;

    public const string SourceHelp =
        "fashion-mnist, mnist, cifar-10, a folder with a folder of pictures for each class (or train/, validation/ "
        + "and test/ with those), a folder of idx or npy files, a .csv of file,label (and group, split) or an "
        + ".npz file";

    private readonly Option<string?> _folder = Flag.Value(
        "--data",
        "FOLDER",
        "Where the files of a known data set are; downloaded into the cache unless given",
        ExistingFolder
    );

    private readonly Option<BoxSize?> _size = Flag.Value<BoxSize?>(
        "--size",
        "WxH",
        "Scale picture files to this size; that of the first one, at most 64, unless given",
        text => Positive(Values.Size(text))
    );

    private readonly Option<bool> _gray = Flag.Switch("--gray", "Read picture files in gray");

    private readonly Option<double?> _validation = Flag.Value<double?>(
        "--validation",
        "SHARE",
        "Share of the training pictures kept apart for validation, 0.1 unless given",
        Share
    );

    private readonly Option<double?> _test = Flag.Value<double?>(
        "--test",
        "SHARE",
        "Share kept apart for the test where the data have no test part, 0.1 unless given",
        Share
    );

    private readonly Option<int?> _seed = Flag.Value<int?>(
        "--seed",
        "NUMBER",
        "Another division of the pictures, other first weights, another order (default: 0)",
        text => Values.Whole(text)
    );

    public void AddTo(Command command)
    {
        command.Add(_folder);
        command.Add(_size);
        command.Add(_gray);
        command.Add(_validation);
        command.Add(_test);
        command.Add(_seed);
    }

    public int? Seed(ParseResult parsed) => parsed.GetValue(_seed);

    public string? Folder(ParseResult parsed) => parsed.GetValue(_folder);

    /// <summary>The options that were given, but for the folder, which a resumed run may change.</summary>
    public IEnumerable<Option> Decisions => [_size, _gray, _validation, _test, _seed];

    public DatasetRequest Read(ParseResult parsed, string source)
    {
        var request = new DatasetRequest { Source = source, Folder = parsed.GetValue(_folder) };
        return request with
        {
            Width = parsed.GetValue(_size)?.Width,
            Height = parsed.GetValue(_size)?.Height,
            Gray = parsed.GetValue(_gray) ? true : null,
            ValidationShare = parsed.GetValue(_validation) ?? request.ValidationShare,
            TestShare = parsed.GetValue(_test) ?? request.TestShare,
            Seed = parsed.GetValue(_seed) ?? request.Seed,
        };
    }

    private static double? Share(string text) =>
        Values.Number(text) is >= 0 and < 1 and var share
            ? share
            : throw new FormatException("must be at least 0 and below 1");

    private static BoxSize? Positive(BoxSize size) =>
        size is { Width: > 0 and <= LargestSide, Height: > 0 and <= LargestSide }
            ? size
            : throw new FormatException($"must be 1x1 to {LargestSide}x{LargestSide}");

    private static string ExistingFolder(string text) =>
        Directory.Exists(text) ? text : throw new FormatException("is no folder");
}
