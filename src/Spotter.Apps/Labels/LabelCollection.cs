namespace Spotter.Apps.Labels;

/// <summary>Labels while they are read: what is good so far, and what was wrong.</summary>
internal sealed class LabelCollection(CancellationToken cancellationToken)
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, List<LabelledBox>> _boxes = new(StringComparer.Ordinal);
    private readonly List<string> _labels = [];
    private readonly List<string> _problems = [];

    /// <summary>Names the classes before any box does, so that their order is the format's own.</summary>
    public void Declare(IEnumerable<string> labels) => _labels.AddRange(labels.Except(_labels, StringComparer.Ordinal));

    /// <summary>Adds one picture, or the problem that reading it meets.</summary>
    /// <param name="read">Reads the labels of one picture.</param>
    public void Add(Func<LabelledPicture> read)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LabelledPicture picture;
        try
        {
            picture = read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add(e.Message);
            return;
        }

        if (!_boxes.TryGetValue(picture.Path, out List<LabelledBox>? boxes))
        {
            boxes = [];
            _boxes.Add(picture.Path, boxes);
            _order.Add(picture.Path);
        }

        // A picture on two lines has the boxes of both.
        boxes.AddRange(picture.Boxes);
        Declare(picture.Boxes.Select(static box => box.Label));
    }

    public LabelSet ToSet() => new([.. _order.Select(path => new LabelledPicture(path, _boxes[path]))], _labels, _problems);
}
