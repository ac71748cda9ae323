using System.Globalization;
using System.Text;
using Spotter.Media;
using Spotter.Media.Video;
using Spotter.Onnx;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.Networks;

/// <summary>
/// Takes frames of the videos of the data and writes them with what another network (NanoDet) finds in the whole and in
/// three parts of it, which shows it what is small.
/// </summary>
internal static class VideoFrames
{
    private const double LeastScore = 0.4;
    private const double SameThing = 0.5;

    // How many frames apart: slow scenes show the same for long.
    private static readonly Dictionary<string, int> Strides = new(StringComparer.Ordinal)
    {
        ["carnd_project_video_cut"] = 6,
        ["carnd_solidWhiteRight"] = 8,
        ["carnd_test_small1"] = 6,
        ["carnd_vehicle_test_video"] = 6,
        ["intel_one-by-one-person"] = 40,
        ["pets_768x576_opencv_extra"] = 12,
        ["vtest_480x360_h264"] = 20,
    };

    public static async Task WriteAsync(NetworkRecipeOptions options)
    {
        string model = Path.Combine(options.Data, "models", "nanodet", "object_detection_nanodet_2022nov.onnx");
        using OnnxDetector teacher = OnnxDetector.Load(model);
        foreach (string video in Directory.GetFiles(Path.Combine(options.Data, "videos")).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(video);
            if (!Strides.TryGetValue(name, out int stride))
            {
                continue;
            }

            string folder = Path.Combine(options.Output, name);
            Directory.CreateDirectory(folder);
            var lines = new StringBuilder("picture\tclass\tcx\tcy\tw\th\tscore\tcovered_by_label\n");
            VideoReader reader = await VideoReader.OpenAsync(VideoSource.Parse(video)).ConfigureAwait(false);
            await using (((IAsyncDisposable)reader).ConfigureAwait(false))
            {
                await foreach (Frame frame in ((IAsyncEnumerable<Frame>)reader).ConfigureAwait(false))
                {
                    if (frame.Index % stride != 0)
                    {
                        continue;
                    }

                    string picture = frame.Index.ToString("0000", CultureInfo.InvariantCulture);
                    frame.Save(Path.Combine(folder, picture + ".png"));
                    foreach (Detection found in Find(teacher, frame))
                    {
                        lines.Append(Line(picture, found, frame));
                    }
                }
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "machine-boxes.tsv"), lines.ToString())
                .ConfigureAwait(false);
            Console.WriteLine(folder);
        }
    }

    private static List<Detection> Find(OnnxDetector teacher, Frame frame)
    {
        int side = Math.Min(frame.Height, frame.Width);
        Box?[] parts =
        [
            null,
            new Box(0, 0, side, frame.Height),
            new Box((frame.Width - side) / 2, 0, side, frame.Height),
            new Box(frame.Width - side, 0, side, frame.Height),
        ];
        var kept = new List<Detection>();
        foreach (Box? part in parts)
        {
            var options = new DetectionOptions
            {
                MinScore = LeastScore,
                RegionOfInterest = part,
                Threads = 1,
            };
            foreach (Detection found in teacher.Detect(frame, options))
            {
                // What a part cuts off is found whole in another.
                bool isCut =
                    part is { } place
                    && (
                        (place.X > 0 && found.Box.X <= place.X + 2)
                        || (place.Right < frame.Width && found.Box.Right >= place.Right - 2)
                    );
                if (NumberOf(found.Label) >= 0 && !isCut && kept.TrueForAll(one => IsOther(one, found)))
                {
                    kept.Add(found);
                }
            }
        }

        return kept;
    }

    private static bool IsOther(Detection one, Detection found) =>
        NumberOf(one.Label) != NumberOf(found.Label) || one.Box.IntersectionOverUnion(found.Box) < SameThing;

    /// <summary>The number of a class of COCO in the data; -1 for what is neither a person nor a car.</summary>
    public static int NumberOf(string label) =>
        label switch
        {
            "person" => 0,
            "car" or "truck" or "bus" => 1,
            _ => -1,
        };

    private static string Line(string picture, Detection found, Frame frame) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{picture}\t{NumberOf(found.Label)}\t{(found.Box.X + (found.Box.Width / 2.0)) / frame.Width:0.#####}\t"
                + $"{(found.Box.Y + (found.Box.Height / 2.0)) / frame.Height:0.#####}\t"
                + $"{(double)found.Box.Width / frame.Width:0.#####}\t"
                + $"{(double)found.Box.Height / frame.Height:0.#####}\t{found.Score:0.##}\t0\n"
        );
}
