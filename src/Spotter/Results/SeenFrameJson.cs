using Spotter.Vision;

namespace Spotter.Results;

/// <summary>
/// A frame of a part of a video, in a shard's lines: what a detector found, with nothing rounded, so that following it
/// later comes to what following it at once does.
/// </summary>
/// <param name="File">The part.</param>
/// <param name="Time">Seconds since the start of the video.</param>
/// <param name="Width">Of the frame.</param>
/// <param name="Height">Of the frame.</param>
/// <param name="Cut">True where another scene begins.</param>
/// <param name="Searched">False where the frame was not to be searched.</param>
/// <param name="Fault">Why searching it failed.</param>
/// <param name="Detections">What was found.</param>
internal sealed record SeenFrameJson(
    string File,
    decimal Time,
    int Width,
    int Height,
    bool? Cut,
    bool? Searched,
    string? Fault,
    SeenJson[] Detections
)
{
    public static decimal SecondsOf(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;

    public static TimeSpan TimeOf(decimal seconds) => TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));

    /// <summary>What was found; null where nobody looked.</summary>
    public IReadOnlyList<Detection>? Found() =>
        Searched == false || Fault is not null ? null : [.. Detections.Select(seen => seen.ToDetection(Width, Height))];
}

/// <summary>The end of a part of a video, in a shard's lines: all its frames are there.</summary>
/// <param name="File">The part.</param>
/// <param name="Frames">How many.</param>
internal sealed record PartJson(string File, long Frames);

/// <summary>
/// What a detector found in a frame; weak is what only carries tracks on, and landmarks are right eye, left eye, nose,
/// right and left corner of the mouth.
/// </summary>
internal sealed record SeenJson(
    string Label,
    int X,
    int Y,
    int W,
    int H,
    double Score,
    bool? Weak,
    double? Smile,
    double? Share,
    double[][]? Landmarks,
    SeenKeypointsJson? Keypoints,
    string? Mask
)
{
    public static SeenJson Of(in Detection found, int width, int height) =>
        new(
            found.Label,
            found.Box.X,
            found.Box.Y,
            found.Box.Width,
            found.Box.Height,
            found.Score,
            found.IsWeak ? true : null,
            found.Smile,
            found.Share,
            found.Landmarks?.ToArray().Select(static place => (double[])[place.X, place.Y]).ToArray(),
            found.Keypoints is { } keypoints ? SeenKeypointsJson.Of(keypoints) : null,
            found.Mask?.ToCocoRuns(width, height)
        );

    public Detection ToDetection(int width, int height) =>
        new(new Box(X, Y, W, H), Score, Label)
        {
            IsWeak = Weak == true,
            Smile = Smile,
            Share = Share,
            Landmarks = Landmarks is null
                ? null
                : FaceLandmarks.Of([.. Landmarks.Select(static place => new Point(place[0], place[1]))]),
            Keypoints = Keypoints?.ToKeypoints(),
            Mask = Mask is null ? null : DetectionMask.FromCocoRuns(Mask, width, height),
        };
}

/// <summary>Joints and other places: their names, which of them belong together, and x, y and score of each.</summary>
internal sealed record SeenKeypointsJson(IReadOnlyList<string> Names, int[][] Edges, double[][] Places)
{
    public static SeenKeypointsJson Of(DetectionKeypoints keypoints) =>
        new(
            keypoints.Skeleton.Names,
            [.. keypoints.Skeleton.Edges.Select(static edge => (int[])[edge.From, edge.To])],
            [.. keypoints.Places.Select(static one => (double[])[one.Place.X, one.Place.Y, one.Score])]
        );

    public DetectionKeypoints ToKeypoints() =>
        new(
            new KeypointSkeleton(Names, [.. Edges.Select(static edge => (edge[0], edge[1]))]),
            [.. Places.Select(static one => new Keypoint(new Point(one[0], one[1]), one[2]))]
        );
}
