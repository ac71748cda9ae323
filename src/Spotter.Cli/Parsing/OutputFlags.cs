using System.CommandLine;
using Spotter.Apps.Searching;
using Spotter.Media.Drawing;

namespace Spotter.Cli.Parsing;

/// <summary>The options of what to write, and how it looks.</summary>
internal sealed class OutputFlags
{
    private readonly Option<string?> _output = Flag.Value(
        "--output", "PATH", "Folder for what is written, spotter-out/ unless given; for one picture also a file name", NotEmpty, "-o");

    private readonly Option<DrawStyle?> _draw = Flag.Value<DrawStyle?>(
        "--draw", "STYLE", "boxes, corners, circles, blur, pixelate, solid, or none for no annotated copies", text => Values.Choice<DrawStyle>(text));

    private readonly Option<DrawColor?> _color = Flag.Value<DrawColor?>(
        "--color", "COLOR", "random (a bright colour each, the default but for solid, which is black), a name like lime, or #RRGGBB", text => DrawColor.Parse(text));

    private readonly Option<int?> _thickness = Flag.Value<int?>(
        "--thickness", "PIXELS", "Width of lines, 1 to 100; fits the picture unless given",
        text => new AnnotatorOptions { Thickness = Values.Whole(text) }.Thickness);

    private readonly Option<double?> _maskScale = Flag.Value<double?>(
        "--mask-scale", "N", "How much is hidden, in sizes of the box, 1 to 3; 1.4 unless given", ReadMaskScale);

    private readonly Option<LabelTemplate?> _label = new("--label")
    {
        HelpName = "TEXT",
        Description = "Text at each find, with {label} and {score} filled in; both where no text is given",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0
            ? LabelTemplate.LabelAndScore
            : Flag.Parse("--label", result, LabelTemplate.Parse),
    };

    private readonly Option<string?> _crops = Flag.Value(
        "--crops", "FOLDER", "Cut out what is found, a picture each, into this folder; of a video the best of each identity", NotEmpty);

    private readonly Option<bool> _json = Flag.Switch("--json", "Print a line of JSON a picture on standard output");

    private readonly Option<IReadOnlyList<ResultFormat>?> _formats = Flag.Value(
        "--format", "NAME[,NAME]", "Write files of results: csv, coco, yolo, voc", ReadFormats);

    /// <summary>
    /// <c>--label photo.jpg</c> asks for the usual label on a picture, not for the text "photo.jpg": where what follows is
    /// there as a file or a folder, the label is given its usual text.
    /// </summary>
    public static string[] CloseLabel(string[] args)
    {
        int label = Array.IndexOf(args, "--label");
        bool takesSource = label >= 0 && label + 1 < args.Length && (args[label + 1] == "-" || Path.Exists(args[label + 1]));
        return takesSource ? [.. args[..label], $"--label={LabelTemplate.LabelAndScore.Text}", .. args[(label + 1)..]] : args;
    }

    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_draw);
        command.Add(_color);
        command.Add(_thickness);
        command.Add(_maskScale);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_maskScale) is not null && result.GetValue(_draw) is not (DrawStyle.Blur or DrawStyle.Pixelate or DrawStyle.Solid))
            {
                result.AddError("--mask-scale is how much is hidden: it goes with --draw blur, pixelate or solid");
            }
        });
        command.Add(_label);
        command.Add(_crops);
        command.Add(_json);
        command.Add(_formats);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The place that was named for outputs; null where none was.</summary>
    public string? Place(ParseResult parsed) => parsed.GetValue(_output);

    public IReadOnlyList<ResultFormat> Formats(ParseResult parsed) => parsed.GetValue(_formats) ?? [];

    /// <summary>The folder for what is cut out; null where that was not asked for.</summary>
    public string? Crops(ParseResult parsed) => parsed.GetValue(_crops);

    /// <summary>Whether any output was asked for.</summary>
    public bool AsksForAnything(ParseResult parsed) => AsksForCopies(parsed) || AsksForOther(parsed);

    /// <summary>Whether an annotated video is to be written.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isWatched">Whoever watches, styles what is watched, and gets a file where a place is named.</param>
    /// <param name="isPrinting">Whoever wants lines of text gets a file where a place or a style is named.</param>
    public bool WantsVideo(ParseResult parsed, bool isWatched, bool isPrinting)
    {
        bool asked = isWatched ? parsed.GetResult(_output) is not null : AsksForCopies(parsed);
        return parsed.GetValue(_draw) != DrawStyle.None && (asked || !(isWatched || isPrinting || AsksForOther(parsed)));
    }

    /// <summary>Fills in what is to be written about pictures.</summary>
    public PictureSearchOptions Read(ParseResult parsed, AnnotatorOptions defaults, PictureSearchOptions options) => options with
    {
        Output = parsed.GetValue(_output) ?? PictureSearchOptions.DefaultOutput,
        Drawing = WantsCopies(parsed) ? Drawing(parsed, defaults) : null,
        Crops = Crops(parsed),
        Formats = Formats(parsed),
    };

    /// <summary>How to draw: as the application does, but for what the command line says.</summary>
    public AnnotatorOptions Drawing(ParseResult parsed, AnnotatorOptions defaults)
    {
        AnnotatorOptions drawing = defaults with
        {
            Style = parsed.GetValue(_draw) ?? defaults.Style,
            Color = parsed.GetValue(_color) ?? defaults.Color,
            Thickness = parsed.GetValue(_thickness),
            Margin = parsed.GetValue(_maskScale) is { } scale ? (scale - 1) / 2 : defaults.Margin,
        };
        if (parsed.GetResult(_color) is not null)
        {
            drawing = drawing with { ColorByLabel = AnnotatorOptions.Default.ColorByLabel };
        }

        return parsed.GetResult(_label) is null ? drawing : drawing with { Label = parsed.GetValue(_label), Text = null };
    }

    /// <summary>
    /// Copies are what the tool makes unless something else was asked for; whoever names a place or a style for them wants
    /// them beside it.
    /// </summary>
    private bool WantsCopies(ParseResult parsed) =>
        parsed.GetValue(_draw) != DrawStyle.None && (AsksForCopies(parsed) || !AsksForOther(parsed));

    private bool AsksForCopies(ParseResult parsed) =>
        parsed.GetResult(_output) is not null || parsed.GetResult(_draw) is not null
        || parsed.GetResult(_color) is not null || parsed.GetResult(_thickness) is not null || parsed.GetResult(_label) is not null;

    private bool AsksForOther(ParseResult parsed) =>
        parsed.GetValue(_json) || parsed.GetResult(_formats) is not null || parsed.GetResult(_crops) is not null;

    private static IReadOnlyList<ResultFormat> ReadFormats(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Values.Choice<ResultFormat>)];

    private static double? ReadMaskScale(string text) =>
        Values.Number(text) is >= 1 and <= 3 and var scale ? scale : throw new FormatException("must be 1 (the box alone) to 3");

    private static string NotEmpty(string text) =>
        text.Trim().Length > 0 ? text : throw new FormatException("names nothing");
}
