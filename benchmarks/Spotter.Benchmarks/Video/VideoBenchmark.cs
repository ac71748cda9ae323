using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenCvSharp;
using Spotter.Media.Video;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Benchmarks.Video;

/// <summary>
/// Milliseconds a frame: each stage by itself, and the whole way from a file to JSON and to an annotated MP4, OpenCV's
/// and Spotter's in turn, in one process.
/// </summary>
internal static class VideoBenchmark
{
    private const string Cascade = "haarcascade_frontalface_default";

    // Enough frames for a mean, few enough to hold them in colour: 40 frames of 1280x720 are 110 MB.
    private const int HeldFrames = 40;

    private static readonly Option<int> Rounds = Arguments.Rounds(5);
    private static readonly Option<int> Frames = Arguments.Whole("--frames", "How many frames", 300);
    private static readonly Option<int> MinSize = Arguments.Whole("--min-size", "The smallest faces, in pixels", 80);

    public static Command Build() =>
        Arguments.Benchmark(
            "video",
            "Milliseconds a frame of each stage, and from a file to JSON and to MP4",
            RunAsync,
            Arguments.Paths,
            Frames,
            Rounds,
            MinSize
        );

    private static async Task<int> RunAsync(ParseResult arguments)
    {
        string clip = arguments.GetRequiredValue(Arguments.Paths) is [var named, ..] ? named : BenchClip.Find();
        int rounds = arguments.GetValue(Rounds);
        int side = arguments.GetValue(MinSize);
        bool json = arguments.GetValue(Arguments.Json);
        VideoInfo info = await VideoProbe.ReadAsync(VideoSource.Parse(clip));
        int frames = Math.Min(arguments.GetValue(Frames), (int)(info.FrameCount ?? long.MaxValue));
        var options = new DetectionOptions
        {
            ScaleFactor = 1.1,
            MinNeighbors = 3,
            MinSize = new BoxSize(side, side),
        };
        using var opencv = new OpenCvVideo(CascadeFiles.Find([Cascade])[0], options);
        OpenCvPeer.UseThreads(Environment.ProcessorCount);
        string outputs = Directory.CreateTempSubdirectory("spotter-bench-").FullName;
        Console.Error.WriteLine(
            $"{clip}: {info.Width}x{info.Height}, {frames} frames, faces of {side} pixels and more, "
                + $"{Environment.ProcessorCount} threads; {VectorWidths.Describe()}"
        );
        if (!json)
        {
            Console.WriteLine(
                $"{"stage", -16} {"frames", 6} {"OpenCV ms", 10} {"Spotter ms", 10} {"Spotter fps", 11} {"ratio", 6}  "
                    + $"outputs"
            );
        }

        bool allRight = true;
        try
        {
            var clipPart = new ClipPart(clip, frames, TimeSpan.FromSeconds((frames - 0.5) / info.FrameRate), outputs);
            var spotter = new SpotterVideo(Detector.FromModel(Cascade, "face"), options);
            IEnumerable<Stage> stages =
            [
                .. await SingleStagesAsync(clipPart, opencv, spotter),
                .. WholeWays(clipPart, opencv, spotter),
            ];
            foreach (StageRow row in stages.Select(stage => stage.Measure(rounds)))
            {
                allRight &= row.Right;
                Console.WriteLine(
                    json
                        ? JsonSerializer.Serialize(row, VideoJson.Default.StageRow)
                        : $"{row.Stage, -16} {row.Frames, 6} {row.OpencvMs, 10:F2} {row.SpotterMs, 10:F2} "
                            + $"{1000 / row.SpotterMs, 11:F1} {row.Ratio, 6:F1}  {(row.Right ? "right" : "WRONG")}"
                );
            }
        }
        finally
        {
            Directory.Delete(outputs, recursive: true);
        }

        return allRight ? 0 : 1;
    }

    private static async Task<IEnumerable<Stage>> SingleStagesAsync(
        ClipPart clip,
        OpenCvVideo opencv,
        SpotterVideo spotter
    )
    {
        int step = (clip.Frames + HeldFrames - 1) / HeldFrames;
        List<Frame> frames = await SpotterVideo.LoadAsync(clip.Path, clip.Frames, step);
        List<Mat> mats = OpenCvVideo.Load(clip.Path, clip.Frames, step);

        // Both search the same pixels, so that the boxes must be the same.
        Mat[] grays =
        [
            .. frames.Select(static frame =>
                Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC1, frame.Gray.Pixels)
            ),
        ];
        Box[][] expected = [.. grays.Select(opencv.Detect)];
        IReadOnlyList<Detection>[] found = [.. frames.Select(spotter.Detect)];
        return
        [
            new Stage(
                "decode",
                () => Pass.Time(() => OpenCvVideo.Decode(clip.Path, clip.Frames, toGray: false)),
                () => Read(clip, PixelMode.Color)
            ),
            new Stage(
                "decode to gray",
                () => Pass.Time(() => OpenCvVideo.Decode(clip.Path, clip.Frames, toGray: true)),
                () => Read(clip, PixelMode.Gray)
            ),
            new Stage(
                "detect",
                () => Pass.Over(grays, gray => opencv.Detect(gray)),
                () => Pass.Over(frames, frame => spotter.Detect(frame))
            )
            {
                IsRight = () =>
                    Enumerable
                        .Range(0, frames.Count)
                        .All(i => expected[i].ToHashSet().SetEquals(found[i].Select(static face => face.Box))),
            },
            new Stage("track", null, () => SpotterVideo.Track(frames, found)),
            new Stage(
                "draw",
                () => Pass.Over([.. mats.Zip(expected)], static pair => OpenCvVideo.Draw(pair.First, pair.Second)),
                () => Pass.Over([.. frames.Zip(found)], pair => spotter.Draw(pair.First, pair.Second))
            ),
            new Stage(
                "encode",
                () => Pass.Time(() => OpenCvVideo.Encode(mats, clip.OpenCvOutput)),
                () => Pass.Time(() => SpotterVideo.EncodeAsync(frames, clip.SpotterOutput).GetAwaiter().GetResult())
            )
            {
                IsRight = () => clip.BothOutputsHave(frames.Count),
            },
        ];
    }

    private static IEnumerable<Stage> WholeWays(ClipPart clip, OpenCvVideo opencv, SpotterVideo spotter) =>
        [
            new Stage(
                "file to JSON",
                () => Pass.Time(() => opencv.Run(clip.Path, clip.Frames, null)),
                () => Whole(clip, spotter, null)
            ),
            new Stage(
                "file to MP4",
                () => Pass.Time(() => opencv.Run(clip.Path, clip.Frames, clip.OpenCvOutput)),
                () => Whole(clip, spotter, clip.SpotterOutput)
            )
            {
                IsRight = () => clip.BothOutputsHave(clip.Frames),
            },
        ];

    private static Pass Read(ClipPart clip, PixelMode pixels) =>
        Pass.Time(() => SpotterVideo.DecodeAsync(clip.Path, clip.Frames, pixels).GetAwaiter().GetResult());

    private static Pass Whole(ClipPart clip, SpotterVideo spotter, string? output) =>
        Pass.Time(() => spotter.RunAsync(clip.Path, clip.Length, output).GetAwaiter().GetResult());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StageRow))]
internal sealed partial class VideoJson : JsonSerializerContext;
