using System.CommandLine;
using Spotter.Apps.Batches;
using Spotter.Apps.Files;
using Spotter.Apps.Searching;
using Spotter.Apps.Sources;
using Spotter.Apps.Videos;
using Spotter.Media.Drawing;

namespace Spotter.Cli.Parsing;

/// <summary>The options of what to write, and how it looks.</summary>
internal sealed class OutputFlags
{
    private const string Label = "--label";

    private readonly Option<string?> _output = Flag.Value(
        "--output",
        "PATH",
        "Where what is written goes: a folder, or for one picture or video a file name; a new folder in spotter-out/ "
            + "unless given",
        NotEmpty,
        "-o"
    );

    private readonly Option<bool> _overwrite = Flag.Overwrite();

    private readonly Option<DrawStyle?> _draw = Flag.Value<DrawStyle?>(
        "--draw",
        "STYLE",
        "boxes, corners, circles, blur, pixelate, solid, or none for no annotated copies (default: boxes)",
        text => Values.Choice<DrawStyle>(text)
    );

    private readonly Option<DrawColor?> _color = Flag.Value<DrawColor?>(
        "--color",
        "COLOR",
        "random (a bright colour each, the default but for solid, which is black), a name like lime, or #RRGGBB",
        text => DrawColor.Parse(text)
    );

    private readonly Option<int?> _thickness = Flag.Value<int?>(
        "--thickness",
        "PIXELS",
        "Width of lines, 1 to 100; fits the picture unless given",
        text => new AnnotatorOptions { Thickness = Values.Whole(text) }.Thickness
    );

    private readonly Option<double?> _maskScale = Flag.Value<double?>(
        "--mask-scale",
        "N",
        "How much is hidden, in sizes of the box, 1 to 3; 1.4 unless given",
        ReadMaskScale
    );

    private readonly Option<LabelTemplate?> _label = new(Label)
    {
        HelpName = "TEXT",
        Description = "Text at each find, with {label} and {score} filled in; both where no text is given",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
            result.Tokens.Count == 0 ? LabelTemplate.LabelAndScore : Flag.Parse(Label, result, ReadLabel),
    };

    private readonly Option<string?> _crops = Flag.Value(
        "--crops",
        "FOLDER",
        "Cut out what is found, a picture each, into this folder; of a video the best of each identity",
        NotEmpty
    );

    private readonly Option<bool> _json = Flag.Switch("--json", "Print a line of JSON a picture on standard output");

    private readonly Option<IReadOnlyList<ResultFormat>?> _formats = Flag.Value(
        "--format",
        "NAME[,NAME]",
        "Write files of results: csv, coco, yolo, voc",
        ReadFormats
    );

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

    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_overwrite);
        command.Add(_draw);
        command.Add(_color);
        command.Add(_thickness);
        command.Add(_maskScale);
        command.Validators.Add(result =>
        {
            if (
                result.GetResult(_maskScale) is not null
                && result.GetValue(_draw) is not (DrawStyle.Blur or DrawStyle.Pixelate or DrawStyle.Solid)
            )
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

    /// <summary>
    /// The place for outputs: the one that was named, or a folder of the run's own, made when it is first asked for.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    public OutputPlace Place(ParseResult parsed) => new(parsed.GetValue(_output), parsed.CommandResult.Command.Name);

    /// <summary>Whether files of another hand may be replaced.</summary>
    public bool Overwrites(ParseResult parsed) => parsed.GetValue(_overwrite);

    public IReadOnlyList<ResultFormat> Formats(ParseResult parsed) => parsed.GetValue(_formats) ?? [];

    /// <summary>The folder for what is cut out; null where that was not asked for.</summary>
    public string? Crops(ParseResult parsed) => parsed.GetValue(_crops);

    /// <summary>Whether what is found is to be hidden.</summary>
    public bool Hides(ParseResult parsed) =>
        parsed.GetValue(_draw) is DrawStyle.Blur or DrawStyle.Pixelate or DrawStyle.Solid;

    /// <exception cref="ToolException">One option makes another meaningless.</exception>
    public void Check(ParseResult parsed, bool isPrinting)
    {
        if (isPrinting && IsJson(parsed))
        {
            throw new ToolException(
                "--json and --print both write to standard output; leave one of the two out",
                ExitCode.Usage
            );
        }

        DrawStyle? style = parsed.GetValue(_draw);
        if (style == DrawStyle.None && OptionUse.FirstGiven(parsed, [_color, _thickness, _label]) is { } look)
        {
            throw new ToolException(
                $"{look}: nothing is drawn with --draw none; leave one of the two out",
                ExitCode.Usage
            );
        }

        if (style == DrawStyle.None && OptionUse.IsGiven(parsed, _output) && Formats(parsed).Count == 0)
        {
            throw new ToolException(
                "--output: nothing is written there with --draw none; name a --format, or leave one of the two out",
                ExitCode.Usage
            );
        }

        Option[] meaningless = style == DrawStyle.Solid ? [_thickness] : [_thickness, _color];
        if (
            Hides(parsed)
            && !OptionUse.IsGiven(parsed, _label)
            && OptionUse.FirstGiven(parsed, meaningless) is { } line
        )
        {
            throw new ToolException(
                $"{line}: there are no lines with --draw {style.ToString()!.ToLowerInvariant()}; leave one of the two "
                    + $"out",
                ExitCode.Usage
            );
        }
    }

    /// <summary>Looks whether what was named for outputs suits what is written.</summary>
    /// <exception cref="OutputException">It does not.</exception>
    public void CheckPlace(ParseResult parsed, int pictures, int videos)
    {
        if (parsed.GetValue(_output) is not { } place || OutputPlace.IsFolder(place))
        {
            return;
        }

        bool isVideo = Path.GetExtension(place).Equals(".mp4", StringComparison.OrdinalIgnoreCase);
        if (!isVideo && !AnnotatedCopies.IsWritable(place))
        {
            throw new OutputException(
                $"{place}: pictures are written as .jpg, .png or .webp and videos as .mp4; name it so, or a folder"
            );
        }

        if (pictures + videos > 1)
        {
            throw new OutputException(
                $"{place}: names one file, but there are {pictures + videos} sources; name a folder with --output"
            );
        }

        if (isVideo ? pictures > 0 : videos > 0)
        {
            throw new OutputException(
                isVideo
                    ? $"{place}: a picture is written as .jpg, .png or .webp; name it so, or a folder"
                    : $"{place}: an annotated video is an .mp4; name it so, or a folder"
            );
        }
    }

    /// <summary>Formats that hold pictures only.</summary>
    public IReadOnlyList<ResultFormat> PictureFormats(ParseResult parsed) =>
        [.. Formats(parsed).Where(static format => format != ResultFormat.Csv).Distinct()];

    /// <summary>Whether any output was asked for.</summary>
    public bool AsksForAnything(ParseResult parsed) => AsksForCopies(parsed) || AsksForOther(parsed);

    /// <summary>Whether an annotated video is to be written.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isWatched">Whoever watches, styles what is watched, and gets a file where a place is named.</param>
    /// <param name="isPrinting">Whoever wants lines of text gets a file where a place or a style is named.</param>
    public bool WantsVideo(ParseResult parsed, bool isWatched, bool isPrinting)
    {
        bool asked = isWatched ? parsed.GetResult(_output) is not null : AsksForCopies(parsed);
        return parsed.GetValue(_draw) != DrawStyle.None
            && (asked || !(isWatched || isPrinting || AsksForOther(parsed)));
    }

    /// <summary>Fills in what is to be written about pictures.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="defaults">How the application draws.</param>
    /// <param name="place">Where outputs go; only asked where there are any.</param>
    /// <param name="isShown">Whoever looks at the picture gets a file where a place is named.</param>
    /// <param name="options">What to fill in.</param>
    public PictureSearchOptions Read(
        ParseResult parsed,
        AnnotatorOptions defaults,
        OutputPlace place,
        bool isShown,
        PictureSearchOptions options
    ) =>
        options with
        {
            Output =
                WantsCopies(parsed, isShown) || Formats(parsed).Count > 0
                    ? place.Path
                    : PictureSearchOptions.DefaultOutput,
            Drawing = WantsCopies(parsed, isShown) ? Drawing(parsed, defaults) : null,
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

        return parsed.GetResult(_label) is null
            ? drawing
            : drawing with
            {
                Label = parsed.GetValue(_label),
                Text = null,
            };
    }

    /// <summary>
    /// Copies are what the tool makes unless something else was asked for; whoever names a place or a style for them
    /// wants them beside it.
    /// </summary>
    private bool WantsCopies(ParseResult parsed, bool isShown) =>
        parsed.GetValue(_draw) != DrawStyle.None
        && (isShown ? parsed.GetResult(_output) is not null : AsksForCopies(parsed) || !AsksForOther(parsed));

    private bool AsksForCopies(ParseResult parsed) =>
        parsed.GetResult(_output) is not null
        || parsed.GetResult(_draw) is not null
        || parsed.GetResult(_color) is not null
        || parsed.GetResult(_thickness) is not null
        || parsed.GetResult(_label) is not null;

    private bool AsksForOther(ParseResult parsed) =>
        parsed.GetValue(_json) || parsed.GetResult(_formats) is not null || parsed.GetResult(_crops) is not null;

    private static IReadOnlyList<ResultFormat> ReadFormats(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Values.Choice<ResultFormat>)];

    private static double? ReadMaskScale(string text) =>
        Values.Number(text) is >= 1 and <= 3 and var scale
            ? scale
            : throw new FormatException("must be 1 (the box alone) to 3");

    // Its text may be any word, also one that a folder has; but a picture that is there was meant as a source.
    private static LabelTemplate ReadLabel(string text) =>
        File.Exists(text) && (PictureFiles.IsPicture(text) || VideoFiles.IsVideo(text))
            ? throw new FormatException("is a file, not a text; name sources before the label")
            : LabelTemplate.Parse(text);

    private static string NotEmpty(string text) =>
        text.Trim().Length > 0 ? text : throw new FormatException("names nothing");
}
