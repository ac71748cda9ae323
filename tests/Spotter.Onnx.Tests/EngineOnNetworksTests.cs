using Spotter.Media;
using Spotter.Onnx.Engines;
using Spotter.Onnx.Graphs;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx.Tests;

/// <summary>Networks as their makers published them, on both engines.</summary>
public sealed class EngineOnNetworksTests
{
    private const float Tolerance = 1e-3f;
    private const string Photograph = "/usr/share/doc/opencv-doc/examples/data/messi5.jpg";

    // Numbers that are rounded to 256 steps in each run may fall to either side: of such what is found is compared.
    public static TheoryData<string> Files => FilesWithout("int8");

    public static TheoryData<string> Detectors => FilesWithout("mnist");

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_EachNetwork_AgreesWithOnnxRuntime(string file)
    {
        string path = PathOf(file);
        Assert.Empty(SpotterEngine.MissingOf(CheckedFile.Read(path)));

        using NetworkSessions theirs = NetworkSessions.Open(path, Options(NetworkEngine.OnnxRuntime));
        using NetworkSessions ours = NetworkSessions.Open(path, Options(NetworkEngine.Spotter));
        Assert.Equal(
            theirs.Shape.Outputs.Select(static output => output.Name),
            ours.Shape.Outputs.Select(static output => output.Name)
        );
        var random = new Random(1);
        NetworkValue[] inputs =
        [
            .. theirs.Shape.Inputs.Select(input =>
            {
                int[] shape =
                [
                    .. input.Dimensions.Select(
                        static (extent, i) =>
                            extent > 0 ? extent
                            : i == 0 ? 1
                            : 320
                    ),
                ];
                int count = shape.Aggregate(1, static (a, b) => a * b);
                return new NetworkValue(
                    input.Name,
                    [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())],
                    shape
                );
            }),
        ];
        var expected = new Dictionary<string, (float[] Data, int[] Shape)>(StringComparer.Ordinal);
        theirs.Run(inputs, threads: 2, outputs =>
        {
            foreach (NetworkOutput output in outputs)
            {
                expected[output.Name] = (output.Data.ToArray(), output.Dimensions);
            }
        });
        foreach (int threads in (int[])[1, 2, 1])
        {
            ours.Run(inputs, threads, outputs => AssertAgrees(expected, outputs));
        }
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Detect_EachDetector_FindsTheSameOnBothEngines(string file)
    {
        string path = PathOf(file);
        Assert.SkipUnless(File.Exists(Photograph), "needs OpenCV's sample pictures: apt-get install opencv-doc");
        using OnnxDetector theirs = OnnxDetector.Load(path, Options(NetworkEngine.OnnxRuntime));
        using OnnxDetector ours = OnnxDetector.Load(path, Options(NetworkEngine.Spotter));
        Assert.Equal(theirs.Kind, ours.Kind);
        Frame frame = Picture.Load(Photograph);
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        IReadOnlyList<Detection> expected = theirs.Detect(frame, cancellationToken: cancellationToken);
        IReadOnlyList<Detection> found = ours.Detect(frame, cancellationToken: cancellationToken);
        Assert.NotEmpty(expected);
        double near = file.Contains("int8", StringComparison.Ordinal) ? 0.1 : 0.002;
        foreach (Detection one in expected.Where(one => one.Score > 0.5))
        {
            Assert.Contains(found, other =>
                other.Label == one.Label
                && other.Box.IntersectionOverUnion(one.Box) > 0.85
                && Math.Abs(other.Score - one.Score) < near
            );
        }
    }

    private static void AssertAgrees(
        Dictionary<string, (float[] Data, int[] Shape)> expected,
        IReadOnlyList<NetworkOutput> outputs
    )
    {
        Assert.Equal(expected.Count, outputs.Count);
        foreach (NetworkOutput output in outputs)
        {
            (float[] data, int[] shape) = expected[output.Name];
            Assert.Equal(shape, output.Dimensions);
            float scale = Math.Max(1e-3f, data.Max(Math.Abs));
            float furthest = 0;
            for (int i = 0; i < data.Length; i++)
            {
                Assert.True(float.IsFinite(output.Data[i]), $"{output.Name}, number {i} is {output.Data[i]}");
                furthest = Math.Max(furthest, Math.Abs(data[i] - output.Data[i]));
            }

            Assert.True(furthest <= Tolerance * scale, $"{output.Name} is {furthest} off, and reaches {scale}");
        }
    }

    private static NetworkOptions Options(NetworkEngine engine) => new() { Engine = engine };

    private static TheoryData<string> FilesWithout(string word) =>
        DevelopmentData.Find("models") is { } models
            ?
            [
                .. Directory
                    .EnumerateFiles(models, "*.onnx", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(models, file).Replace('\\', '/'))
                    .Where(file => !file.Contains(word, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ]
            : ["none"];

    private static string PathOf(string file)
    {
        string? models = DevelopmentData.Find("models");
        Assert.SkipWhen(models is null, DevelopmentData.Absent);
        return Path.Combine(models, file);
    }
}
