namespace Spotter.Benchmarks.Video;

/// <summary>One row of the benchmark: the same work done by OpenCV and by Spotter.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="OpenCv">OpenCV's pass; null where it has no such stage.</param>
/// <param name="Spotter">Spotter's pass.</param>
internal sealed record Stage(string Name, Func<Pass>? OpenCv, Func<Pass> Spotter)
{
    /// <summary>
    /// Whether what the two made is alike; asked after the last round. Equal numbers of frames are always asked for.
    /// </summary>
    public Func<bool> IsRight { get; init; } = static () => true;

    /// <summary>Runs both in turn.</summary>
    /// <param name="rounds">How often; the median counts.</param>
    public StageRow Measure(int rounds)
    {
        var opencv = new List<Pass>();
        var spotter = new List<Pass>();
        for (int round = 0; round < rounds; round++)
        {
            if (OpenCv is not null)
            {
                opencv.Add(OpenCv());
            }

            spotter.Add(Spotter());
        }

        int frames = spotter[0].Frames;
        bool right = frames > 0 && spotter.Concat(opencv).All(pass => pass.Frames == frames) && IsRight();
        double? peer = opencv.Count > 0 ? Median(opencv) : null;
        double own = Median(spotter);
        return new StageRow(
            Name,
            frames,
            Round(peer),
            Round(own)!.Value,
            peer is { } ms && own > 0 ? Math.Round(ms / own, 2) : null,
            right
        );
    }

    private static double? Round(double? milliseconds) => milliseconds is { } value ? Math.Round(value, 3) : null;

    private static double Median(List<Pass> passes) => Medians.Of(passes.Select(static pass => pass.Milliseconds));
}

/// <param name="Stage">What was measured.</param>
/// <param name="Frames">How many frames each pass had.</param>
/// <param name="OpencvMs">OpenCV's median milliseconds a frame; null where it has no such stage.</param>
/// <param name="SpotterMs">Spotter's median milliseconds a frame.</param>
/// <param name="Ratio">How many times longer OpenCV takes.</param>
/// <param name="Right">Whether the outputs are what they should be.</param>
internal sealed record StageRow(
    string Stage,
    int Frames,
    double? OpencvMs,
    double SpotterMs,
    double? Ratio,
    bool Right
);
