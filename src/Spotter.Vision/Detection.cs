namespace Spotter.Vision;

/// <summary>One thing that was found: the currency of every detector, tracker, file format and page.</summary>
/// <param name="Box">Where, in pixels of the picture as shown.</param>
/// <param name="Score">
/// How sure the detector is; higher is surer. The scale is the detector's own: scores of one detector can be
/// compared with each other, scores of two detectors cannot.
/// </param>
/// <param name="Label">What: <c>face</c>, <c>smiling</c>, <c>eye</c>, <c>car</c>, <c>person</c> or a model's own
/// class.</param>
/// <param name="TrackId">The identity that a tracker gave it; null where nothing tracks.</param>
public readonly record struct Detection(Box Box, double Score, string Label, int? TrackId = null)
{
    /// <summary>
    /// True where a tracker carried the box on and nothing was found in the frame itself; false for what was seen.
    /// </summary>
    public bool IsPredicted { get; init; }

    /// <summary>
    /// True where the score is below what counts: it may carry a track on, and is nothing by itself. Only searches with
    /// <see cref="DetectionOptions.FindsWeak"/> answer such.
    /// </summary>
    internal bool IsWeak { get; init; }

    /// <summary>How likely it is that a face smiles, 0 to 1; null where no network was asked.</summary>
    public double? Smile { get; init; }

    /// <summary>
    /// How sure a classifier is of <see cref="Label"/>, 0 to 1: the share that it gives that class. Null where none was
    /// asked.
    /// </summary>
    public double? Share { get; init; }

    /// <summary>Eyes, nose and mouth of a face; null where the model tells none.</summary>
    public FaceLandmarks? Landmarks { get; init; }

    /// <summary>Which pixels belong to it; null where the model tells none, and where nothing was seen of it.</summary>
    public DetectionMask? Mask { get; init; }

    /// <summary>Joints and other places by name; null where the model tells none.</summary>
    public DetectionKeypoints? Keypoints { get; init; }

    /// <summary>
    /// The same find in another picture: all its places become (x · scale + dx, y · scale + dy). The box, which is of
    /// whole pixels, is given.
    /// </summary>
    internal Detection Transform(Box box, double scale, double dx, double dy) =>
        this with
        {
            Box = box,
            Landmarks = Landmarks?.Transform(scale, dx, dy),
            Mask = Mask?.Transform(scale, dx, dy),
            Keypoints = Keypoints?.Transform(scale, dx, dy),
        };

    /// <summary>
    /// The order in which detectors answer: best score first, then top to bottom, then left to right.
    /// </summary>
    public static IComparer<Detection> Order { get; } =
        Comparer<Detection>.Create(
            static (a, b) =>
            {
                int order = b.Score.CompareTo(a.Score);
                order = order != 0 ? order : a.Box.Y.CompareTo(b.Box.Y);
                order = order != 0 ? order : a.Box.X.CompareTo(b.Box.X);
                order = order != 0 ? order : a.Box.Width.CompareTo(b.Box.Width);
                order = order != 0 ? order : a.Box.Height.CompareTo(b.Box.Height);
                return order != 0 ? order : string.CompareOrdinal(a.Label, b.Label);
            }
        );
}
