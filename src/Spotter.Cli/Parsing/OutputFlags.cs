using Spotter.Media.Drawing;
using Spotter.Media.Drawing.Speech;
using Spotter.Media.Drawing.Stickers;
using Spotter.Searching;
using Spotter.Sources;
using Spotter.Videos;

namespace Spotter.Cli.Parsing;

/// <summary>The options of what to write, and how it looks.</summary>
internal static class OutputFlags
{
    private const string Label = "--label";

    public static FlagSet<OutputChoice> All() =>
        new()
        {
            {
                Flag.Output(
                    "PATH",
                    "Where what is written goes: a folder, or for one picture or video a file name; a new folder in "
                        + "spotter-out/ unless given"
                ),
                static (choice, path) => choice with { Named = path }
            },
            { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
            {
                Flag.Value(
                    HelpGroup.Looks,
                    "--draw",
                    "STYLE",
                    "boxes, corners, circles, outline (what a model tells of outline and joints, without a box), label "
                        + "(without a box; beside a sticker or a bubble only where --label asks for it), box (without "
                        + "a label), both, blur, pixelate, solid, or none for no annotated copies (default: boxes)",
                    Values.Choice<DrawChoice>
                ),
                static (choice, draw) => choice with { Draw = draw }
            },
            {
                Flag.Value(
                    HelpGroup.Looks,
                    "--color",
                    "COLOR",
                    "random (a bright colour each, the default but for solid, which is black), a name like lime, or "
                        + "#RRGGBB",
                    static text => DrawColor.Parse(text)
                ),
                static (choice, color) => choice with { Color = color }
            },
            {
                Flag.Value(
                    HelpGroup.Looks,
                    "--thickness",
                    "PIXELS",
                    "Width of lines, 1 to 100; fits the picture unless given",
                    static text => new AnnotatorOptions { Thickness = Values.Whole(text) }.Thickness
                ),
                static (choice, thickness) => choice with { Thickness = thickness }
            },
            {
                Flag.Value(
                    HelpGroup.Looks,
                    "--mask-scale",
                    "N",
                    "How much is hidden, in sizes of the box, 1 to 3; 1.4 unless given, 1.7 of the built-in faces",
                    ReadMaskScale
                ),
                static (choice, scale) => choice with { MaskScale = scale }
            },
            {
                Flag.Optional(
                    HelpGroup.Looks,
                    Label,
                    "TEXT",
                    "Text at each find, with {label} and {score} filled in; both where no text is given (default: what "
                        + "the command writes there by itself)",
                    ReadLabel,
                    LabelTemplate.LabelAndScore
                ),
                static (choice, label) => choice with { Label = label }
            },
            {
                Flag.Repeated(
                        HelpGroup.Looks,
                        "--sticker",
                        "NAME|FILE[@PLACE]",
                        $"Put {string.Join(", ", Sticker.BuiltInNames)} or a picture on each face: hat.png@head, "
                            + "@eyes, @nose or @mouth, and :1.5 behind it for larger; may be given several times "
                            + "(default: none)",
                        ReadSticker
                    )
                    .Offering(Sticker.BuiltInNames),
                static (choice, stickers) => choice with { Stickers = stickers }
            },
            {
                Flag.Repeated(
                    HelpGroup.Looks,
                    "--speech",
                    "TEXT",
                    "What each face says, in a bubble; given several times, faces take turns (default: nothing)",
                    static text => SpeechBubbles.InTurn(text).Texts[0]
                ),
                static (choice, texts) => choice with { Speech = texts }
            },
            {
                Flag.Text(
                    HelpGroup.Looks,
                    "--speech-file",
                    "FILE",
                    "Each face says one line of this file, by chance (default: nothing)"
                ),
                static (choice, file) => choice with { SpeechFile = file }
            },
            {
                Flag.Switch(HelpGroup.Looks, "--swap-heads", "Exchange the heads of the two largest faces"),
                static (choice, on) => choice with { SwapsHeads = on }
            },
            {
                Flag.Text(
                    HelpGroup.Writing,
                    "--crops",
                    "FOLDER",
                    "Cut out what is found, a picture each, into this folder; of a video the best of each identity "
                        + "(default: nothing is cut out)"
                ),
                static (choice, folder) => choice with { Crops = folder }
            },
            {
                Flag.Json("Print a line of JSON a picture on standard output"),
                static (choice, on) => choice with { IsJson = on }
            },
            {
                Flag.Value(
                        HelpGroup.Writing,
                        "--format",
                        "NAME[,NAME]",
                        "Write files of results: csv, of pictures coco, yolo, voc, of videos mot (default: none)",
                        ReadFormats
                    )
                    .Offering(Enum.GetNames<ResultFormat>().Select(static name => name.ToLowerInvariant())),
                static (choice, formats) => choice with { AskedFormats = formats }
            },
            {
                Flag.Switch(
                    HelpGroup.Writing,
                    "--print",
                    "Print where things are, a line a detection, of pictures and of each frame of a video"
                ),
                static (choice, on) => choice with { Prints = on }
            },
            static choice => choice.Conflict(),
        };

    /// <summary>
    /// What follows <c>--label</c> is its text. Only where no source is left, and what follows is there as a file or a
    /// folder, does <c>--label photo.jpg</c> ask for the usual label on a picture.
    /// </summary>
    /// <returns>The arguments with the usual text; null where nothing that is there follows.</returns>
    public static string[]? CloseLabel(string[] args)
    {
        int label = Array.IndexOf(args, Label);
        bool takesSource =
            label >= 0 && label + 1 < args.Length && (args[label + 1] == "-" || Path.Exists(args[label + 1]));
        return takesSource
            ? [.. args[..label], $"{Label}={LabelTemplate.LabelAndScore.Text}", .. args[(label + 1)..]]
            : null;
    }

    private static IReadOnlyList<ResultFormat> ReadFormats(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Values.Choice<ResultFormat>)];

    private static double ReadMaskScale(string text) =>
        Values.Number(text) is >= 1 and <= 3 and var scale
            ? scale
            : throw new FormatException("must be 1 (the box alone) to 3");

    private static Sticker ReadSticker(string text)
    {
        try
        {
            return Sticker.Parse(text);
        }
        catch (SpotterException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    // Its text may be any word, also one that a folder has; but a picture that is there was meant as a source.
    private static LabelTemplate ReadLabel(string text) =>
        File.Exists(text) && (PictureFiles.IsPicture(text) || VideoFiles.IsVideo(text))
            ? throw new FormatException("is a file, not a text; name sources before the label")
            : LabelTemplate.Parse(text);
}
