using System.Collections.ObjectModel;
using Spotter.Media.Drawing.Speech;
using Spotter.Media.Drawing.Stickers;
using Spotter.Vision;

namespace Spotter.Media.Drawing;

/// <summary>How to draw detections.</summary>
public sealed record AnnotatorOptions
{
    /// <summary>The settings that apply when none are given.</summary>
    public static AnnotatorOptions Default { get; } = new();

    /// <summary>What a detection looks like; boxes unless set.</summary>
    public DrawStyle Style { get; init; } = DrawStyle.Boxes;

    /// <summary>
    /// The colour of outlines, fillings and label plates. Null, which is the default, is a bright colour a detection,
    /// and black where <see cref="Style"/> is <see cref="DrawStyle.Solid"/>.
    /// </summary>
    public DrawColor? Color { get; init; }

    /// <summary>Width of outlines in pixels, 1 to 100; null scales it with the picture (3 at 1280x720).</summary>
    public int? Thickness
    {
        get;
        init =>
            field = value is null or (>= 1 and <= 100)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Thickness),
                    value,
                    $"thickness must be 1 to 100 pixels, got {value}"
                );
    }

    /// <summary>The text at each detection; null, which is the default, for none.</summary>
    public LabelTemplate? Label { get; init; }

    /// <summary>
    /// Makes the text at a detection in place of <see cref="Label"/>; an empty text for none at this one. It is called
    /// from whichever thread draws. Null, which is the default, leaves it to <see cref="Label"/>.
    /// </summary>
    public Func<Detection, string>? Text { get; init; }

    /// <summary>
    /// Texts that faces have in place of <see cref="Text"/> and <see cref="Label"/> while they smile or while their
    /// eyes are open; null, which is the default, for none.
    /// </summary>
    public FaceCaptions? Captions { get; init; }

    /// <summary>
    /// What is put on faces, scaled to them and turned with them; empty unless set. They follow
    /// <see cref="Detection.Landmarks"/> where there are some, and the box otherwise, which then stands for an upright
    /// face; of a box that is much higher than wide, its top is taken for the head. What is labelled <c>eye</c> gets
    /// none.
    /// </summary>
    public IReadOnlyList<Sticker> Stickers { get; init; } = [];

    /// <summary>
    /// What faces say, in bubbles that stay inside the picture and cover no face where there is another place; null,
    /// which is the default, for nothing.
    /// </summary>
    public SpeechBubbles? Speech { get; init; }

    /// <summary>
    /// Whether the two largest faces exchange their heads. It goes with no style that hides: a head would be copied out
    /// of what is hidden.
    /// </summary>
    public bool SwapsHeads { get; init; }

    /// <summary>Whether something is put on faces, which goes best by their landmarks.</summary>
    internal bool AsksForFaces => SwapsHeads || Stickers.Count > 0 || Speech is not null;

    /// <summary>Where the text stands; above the box unless set.</summary>
    public LabelPlace LabelPlace { get; init; }

    /// <summary>
    /// Colours of single labels; a label that is missing takes <see cref="Color"/>. <see cref="DrawStyle.Solid"/> takes
    /// <see cref="Color"/> for all. Empty unless set.
    /// </summary>
    public IReadOnlyDictionary<string, DrawColor> ColorByLabel { get; init; } =
        ReadOnlyDictionary<string, DrawColor>.Empty;

    /// <summary>
    /// Colours of a second outline, a line's width to the right and below, for single labels; it is drawn beneath the
    /// first and with outlines only. Empty unless set.
    /// </summary>
    public IReadOnlyDictionary<string, DrawColor> ShadowByLabel { get; init; } =
        ReadOnlyDictionary<string, DrawColor>.Empty;

    /// <summary>The same without texts and without anything that is put on faces.</summary>
    internal AnnotatorOptions Bare() =>
        this with
        {
            Label = null,
            Text = null,
            Captions = null,
            Stickers = [],
            Speech = null,
            SwapsHeads = false,
        };

    /// <summary>
    /// How far blur, pixelate and solid reach beyond the box on each side, as a part of its width and height: 0 to 1,
    /// 0.2 unless set, which hides 1.4 times the box. Detectors often cut off chin and hair. What is hidden is a
    /// rectangle, whatever is in it: an ellipse would leave corners of it to see. Where a find has a mask, what is
    /// hidden is its outline, grown on all sides by half of that part of the shorter side.
    /// </summary>
    public double Margin
    {
        get;
        init =>
            field = value is >= 0 and <= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Margin), value, $"margin must be 0 to 1, got {value}");
    } = 0.2;
}
