using Spotter.Onnx;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.Networks;

/// <summary>
/// Another network (FastestDet) looks at pictures where a class is not completely labelled: what both networks found
/// is there far more surely than what one of them found.
/// </summary>
internal sealed class SecondOpinion : IDisposable
{
    /// <summary>From this score on a find confirms one of the first network.</summary>
    private const double LeastScore = 0.3;

    /// <summary>From this score on a find of its own is no background.</summary>
    private const double Sure = 0.6;

    private const double SameThing = 0.5;

    private readonly OnnxDetector _network;

    public SecondOpinion(string data) =>
        _network = OnnxDetector.Load(Path.Combine(data, "models", "fastestdet", "FastestDet.onnx"));

    /// <summary>What it finds of people (0) and cars (1).</summary>
    public List<(int Class, Box Box, double Score)> Of(Frame frame)
    {
        var options = new DetectionOptions { MinScore = LeastScore, Threads = 1 };
        return
        [
            .. _network
                .Detect(frame, options)
                .Select(static found => (VideoFrames.NumberOf(found.Label), found.Box, found.Score))
                .Where(static found => found.Item1 >= 0),
        ];
    }

    /// <summary>Whether one of the finds is the thing in a box.</summary>
    public static bool Confirms(List<(int Class, Box Box, double Score)> finds, int number, Box box) =>
        finds.Exists(one => one.Class == number && one.Box.IntersectionOverUnion(box) >= SameThing);

    /// <summary>The sure finds that no box of the first network stands for.</summary>
    public static IEnumerable<(int Class, Box Box)> Others(
        List<(int Class, Box Box, double Score)> finds,
        IReadOnlyList<(int Class, Box Box)> known
    ) =>
        finds
            .Where(one => one.Score >= Sure)
            .Where(one =>
                !known.Any(other => other.Class == one.Class && other.Box.IntersectionOverUnion(one.Box) >= SameThing)
            )
            .Select(static one => (one.Class, one.Box));

    public void Dispose() => _network.Dispose();
}
