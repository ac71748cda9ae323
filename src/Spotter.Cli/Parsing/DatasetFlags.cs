using Spotter.Vision;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Parsing;

/// <summary>The options of which pictures are learned from.</summary>
internal static class DatasetFlags
{
    private const int LargestSide = 2048;

    public const string SourceHelp =
        "fashion-mnist, mnist, cifar-10, a folder with a folder of pictures for each class (or train/, validation/ "
        + "and test/ with those), a folder of idx or npy files, a .csv of file,label (and group, split) or an "
        + ".npz file";

    public const string FolderOption = "--data";

    public static FlagSet<DatasetRequest> All() =>
        new()
        {
            { Folder(ExistingFolder), static (request, folder) => request with { Folder = folder } },
            {
                Flag.Value(
                    HelpGroup.Data,
                    "--size",
                    "WxH",
                    "Scale picture files to this size; that of the first one, at most 64, unless given",
                    static text => Positive(Values.Size(text))
                ),
                static (request, size) => request with { Width = size.Width, Height = size.Height }
            },
            {
                Flag.Switch(HelpGroup.Data, "--gray", "Read picture files in gray"),
                static (request, _) => request with { Gray = true }
            },
            {
                Flag.Value(
                    HelpGroup.Data,
                    "--validation",
                    "SHARE",
                    "Share of the training pictures kept apart for validation, 0.1 unless given",
                    Values.ShareBelowOne
                ),
                static (request, share) => request with { ValidationShare = share }
            },
            {
                Flag.Value(
                    HelpGroup.Data,
                    "--test",
                    "SHARE",
                    "Share kept apart for the test where the data have no test part, 0.1 unless given",
                    Values.ShareBelowOne
                ),
                static (request, share) => request with { TestShare = share }
            },
            {
                Flag.Value(
                    HelpGroup.Data,
                    "--seed",
                    "NUMBER",
                    "Another division of the pictures, other first weights, another order (default: 0)",
                    Values.Whole
                ),
                static (request, seed) => request with { Seed = seed }
            },
        };

    public static FlagOption<string> Folder(Func<string, string> parse) =>
        Flag.Value(
            HelpGroup.Data,
            FolderOption,
            "FOLDER",
            "Where the files of a known data set are; downloaded into the cache unless given",
            parse
        );

    private static BoxSize Positive(BoxSize size) =>
        size is { Width: > 0 and <= LargestSide, Height: > 0 and <= LargestSide }
            ? size
            : throw new FormatException($"must be 1x1 to {LargestSide}x{LargestSide}");

    private static string ExistingFolder(string text) =>
        Directory.Exists(text) ? text : throw new FormatException("is no folder");
}
