using Spotter.Batches;
using Spotter.Files;
using Spotter.Media.Drawing;
using Spotter.Media.Drawing.Speech;
using Spotter.Media.Drawing.Stickers;
using Spotter.Searching;

namespace Spotter.Cli.Parsing;

/// <summary>What to write, and how it looks. What is null was not said.</summary>
internal sealed record OutputChoice
{
    /// <summary>The file or folder for what is written.</summary>
    public string? Named { get; init; }

    /// <summary>Whether files of another hand may be replaced.</summary>
    public bool Overwrites { get; init; }

    /// <summary>What of a find is drawn.</summary>
    public DrawChoice? Draw { get; init; }

    /// <summary>What a find looks like, as drawing knows it.</summary>
    public DrawStyle? Style =>
        Draw switch
        {
            null => null,
            DrawChoice.Label => DrawStyle.Labels,
            DrawChoice.Box or DrawChoice.Both => DrawStyle.Boxes,
            { } style => Enum.Parse<DrawStyle>($"{style}"),
        };

    public DrawColor? Color { get; init; }

    public int? Thickness { get; init; }

    /// <summary>How much is hidden, in sizes of the box.</summary>
    public double? MaskScale { get; init; }

    public LabelTemplate? Label { get; init; }

    /// <summary>What is put on faces.</summary>
    public IReadOnlyList<Sticker> Stickers { get; init; } = [];

    /// <summary>What faces say in turn.</summary>
    public IReadOnlyList<string> Speech { get; init; } = [];

    /// <summary>The file of what faces say by chance.</summary>
    public string? SpeechFile { get; init; }

    public bool SwapsHeads { get; init; }

    /// <summary>The folder for what is cut out.</summary>
    public string? Crops { get; init; }

    public bool IsJson { get; init; }

    public IReadOnlyList<ResultFormat>? AskedFormats { get; init; }

    /// <summary>Whether there is a line a detection.</summary>
    public bool Prints { get; init; }

    public IReadOnlyList<ResultFormat> Formats => AskedFormats ?? [];

    /// <summary>Formats that hold pictures only.</summary>
    public IReadOnlyList<ResultFormat> PictureFormats =>
        [.. Formats.Where(static format => format is not (ResultFormat.Csv or ResultFormat.Mot)).Distinct()];

    /// <summary>Whether tracks of videos are written, which pictures have none of.</summary>
    public bool WritesTracks => Formats.Contains(ResultFormat.Mot);

    /// <summary>Whether what is found is to be hidden.</summary>
    public bool Hides => Style?.Hides() == true;

    /// <summary>Whether any output was asked for.</summary>
    public bool AsksForAnything => AsksForCopies || AsksForOther;

    private bool AsksForCopies =>
        Named is not null
        || Style is not null
        || (NameOfLine(withColor: true) ?? NameOfLabel() ?? NameOfFun()) is not null;

    private bool AsksForOther => IsJson || AskedFormats is not null || Crops is not null;

    /// <summary>What makes something else meaningless; null where all goes together.</summary>
    public string? Conflict()
    {
        if (MaskScale is not null && !Hides)
        {
            return "--mask-scale is how much is hidden: it goes with --draw blur, pixelate or solid";
        }

        if (Prints && IsJson)
        {
            return "--json and --print both write to standard output; leave one of the two out";
        }

        if (Style == DrawStyle.None && (NameOfLine(withColor: true) ?? NameOfLabel() ?? NameOfFun()) is { } look)
        {
            return $"{look}: nothing is drawn with --draw none; leave one of the two out";
        }

        if (Style == DrawStyle.None && Named is not null && Formats.Count == 0)
        {
            return "--output: nothing is written there with --draw none; name a --format, or leave one of the two out";
        }

        if (Draw == DrawChoice.Box && Label is not null)
        {
            return "--label: there are no labels with --draw box; leave one of the two out";
        }

        if (Draw == DrawChoice.Label && Thickness is not null)
        {
            return "--thickness: there are no lines with --draw label; leave one of the two out";
        }

        if (Hides && SwapsHeads)
        {
            return $"--swap-heads: shows heads elsewhere, which --draw {NameOfDraw} hides; leave one of the two out";
        }

        if (Speech.Count > 0 && SpeechFile is not null)
        {
            return "--speech and --speech-file both say what faces say; leave one of the two out";
        }

        return Hides && Label is null && NameOfLine(withColor: Style != DrawStyle.Solid) is { } line
            ? $"{line}: there are no lines with --draw {NameOfDraw}; leave one of the two out"
            : null;
    }

    /// <summary>Looks whether what was named for outputs suits what is written.</summary>
    /// <exception cref="OutputException">It does not.</exception>
    public void CheckPlace(int pictures, int videos)
    {
        if (Named is not { } place || OutputPlace.IsFolder(place))
        {
            return;
        }

        bool isVideo = OutputPlace.IsVideo(place);
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

    /// <summary>Whether an annotated video is to be written.</summary>
    /// <param name="isWatched">Whoever watches, styles what is watched, and gets a file where a place is named. Whoever
    /// wants lines of text gets one where a place or a style is named.</param>
    public bool WantsVideo(bool isWatched)
    {
        bool asked = isWatched ? Named is not null : AsksForCopies;
        return Style != DrawStyle.None && (asked || !(isWatched || Prints || AsksForOther));
    }

    /// <summary>
    /// Whether annotated pictures are to be written: they are what the tool makes unless something else was asked for;
    /// whoever names a place or a style for them wants them beside it.
    /// </summary>
    /// <param name="isShown">Whoever looks at the picture gets a file where a place is named.</param>
    public bool WantsCopies(bool isShown) =>
        Style != DrawStyle.None && (isShown ? Named is not null : AsksForCopies || !AsksForOther);

    /// <summary>How to draw: as the application does, but for what the command line says.</summary>
    public AnnotatorOptions Drawing(AnnotatorOptions defaults)
    {
        AnnotatorOptions drawing = defaults with
        {
            Style = Style ?? defaults.Style,
            Color = Color ?? defaults.Color,
            Thickness = Thickness,
            Margin = MaskScale is { } scale ? (scale - 1) / 2 : defaults.Margin,
            Stickers = Stickers,
            Speech =
                SpeechFile is { } file ? SpeechBubbles.ByChanceFrom(file)
                : Speech.Count > 0 ? SpeechBubbles.InTurn(Speech)
                : null,
            SwapsHeads = SwapsHeads,
        };
        if (Color is not null)
        {
            drawing = drawing with { ColorByLabel = AnnotatorOptions.Default.ColorByLabel };
        }

        return Label is not null ? drawing with { Label = Label, Text = null }
            : Draw == DrawChoice.Box ? drawing with { Label = null, Text = null }
            : WantsUsualLabel && drawing is { Label: null, Text: null }
                ? drawing with
                {
                    Label = LabelTemplate.LabelAndId,
                }
            : drawing;
    }

    // Who puts something on faces and wants no box wants no word under it either; --label asks for one.
    private bool WantsUsualLabel => Draw == DrawChoice.Both || (Draw == DrawChoice.Label && NameOfFun() is null);

    private string? NameOfLine(bool withColor) =>
        withColor && Color is not null ? "--color"
        : Thickness is not null ? "--thickness"
        : null;

    private string NameOfDraw => $"{Draw}".ToLowerInvariant();

    private string? NameOfFun() =>
        Stickers.Count > 0 ? "--sticker"
        : Speech.Count > 0 ? "--speech"
        : SpeechFile is not null ? "--speech-file"
        : SwapsHeads ? "--swap-heads"
        : null;

    private string? NameOfLabel() => Label is not null ? "--label" : null;
}
