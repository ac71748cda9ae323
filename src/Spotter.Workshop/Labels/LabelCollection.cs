using Spotter.Networks.Text;
using Spotter.Vision;

namespace Spotter.Workshop.Labels;

/// <summary>Labels while they are read: what is good so far, what was wrong, and what a user should know of.</summary>
internal sealed class LabelCollection(LabelReadOptions options, CancellationToken cancellationToken)
{
    private readonly OrderedDictionary<string, (BoxSize Size, List<LabelledBox> Boxes)> _pictures = new(
        StringComparer.Ordinal
    );
    private readonly List<string> _labels = [];
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];

    public LabelReadOptions Options => options;

    /// <summary>Boxes that reached out of their pictures by more than rounding does.</summary>
    public LabelTally Clipped { get; } = new();

    /// <summary>Pictures of another size than their labels say, in the same proportions.</summary>
    public LabelTally Scaled { get; } = new();

    /// <summary>Boxes with a number that says how sure somebody was.</summary>
    public LabelTally Confidences { get; } = new();

    /// <summary>
    /// Files of labels that name a picture which is not there, where the picture of their own name was taken.
    /// </summary>
    public LabelTally Twins { get; } = new();

    /// <summary>Pictures that are background for there is no file of labels for them.</summary>
    public LabelTally WithoutFile { get; } = new();

    /// <summary>Names the classes before any box does, so that their order is the format's own.</summary>
    public void Declare(IEnumerable<string> labels) => _labels.AddRange(labels.Except(_labels, StringComparer.Ordinal));

    public void Note(string text) => _notes.Add(OneLine.Of(text));

    public void Problem(string text) => _problems.Add(OneLine.Of(text));

    /// <summary>Adds one picture, or the problem that reading it meets.</summary>
    /// <param name="read">Reads the labels of one picture; null where all that is labelled in it is left out, which has
    /// been said.</param>
    public void Add(Func<LabelledPicture?> read)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LabelledPicture? picture;
        try
        {
            picture = read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem(e.Message);
            return;
        }

        if (picture is null)
        {
            return;
        }

        // A picture on two lines has the boxes of both.
        _pictures.TryAdd(picture.Path, (picture.Size, []));
        _pictures[picture.Path].Boxes.AddRange(picture.Boxes);
        Declare(picture.Boxes.Select(static box => box.Label));
    }

    /// <param name="root">What the user named.</param>
    public LabelSet ToSet(string root)
    {
        LabelledPicture[] pictures =
        [
            .. _pictures.Select(static one => new LabelledPicture(one.Key, one.Value.Size, one.Value.Boxes)),
        ];
        pictures = PartFolders.Choose(pictures, root, options.LeavesOutTestPart, Note);
        int background = pictures.Count(static picture => picture.Boxes.Count == 0);
        if (background > 0)
        {
            string without =
                WithoutFile.Count == 0
                    ? ""
                    : $" ({WithoutFile.Count:N0} without a file of labels; the first: {WithoutFile.First})";
            Note(
                $"{background:N0} of {pictures.Length:N0} pictures {(background == 1 ? "counts" : "count")} as "
                    + $"background: nothing is labelled in {(background == 1 ? "it" : "them")}{without}"
            );
        }

        if (Clipped.Count > 0)
        {
            Note(
                Clipped.Say(
                    "box reached out of its picture and is clipped",
                    "boxes reached out of their pictures and are clipped"
                )
            );
        }

        if (Scaled.Count > 0)
        {
            Note(
                Scaled.Say(
                    "picture has another size than its labels say, and its boxes are scaled to it",
                    "pictures have another size than their labels say, and their boxes are scaled to them"
                )
            );
        }

        if (Twins.Count > 0)
        {
            Note(
                Twins.Say(
                    "file names a picture that is not there, and the one of its own name is taken",
                    "files name pictures that are not there, and those of their own names are taken"
                )
            );
        }

        if (Confidences.Count > 0)
        {
            Note(
                Confidences.Say(
                    "box carries a confidence, as a detector's finds do; it is not used",
                    "boxes carry a confidence, as a detector's finds do; it is not used"
                )
            );
        }

        return new LabelSet(pictures, _labels, _problems) { Notes = _notes };
    }
}
