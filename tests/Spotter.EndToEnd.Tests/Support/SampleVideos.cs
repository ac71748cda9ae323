namespace Spotter.EndToEnd.Tests.Support;

/// <summary>Videos for tests, made from the sample film of the package opencv-doc.</summary>
internal static class SampleVideos
{
    private const string Film = "/usr/share/doc/opencv-doc/examples/data/Megamind.avi";

    /// <summary>A film of people who walk along a street.</summary>
    public const string Street = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

    /// <summary>How many frames <see cref="Write"/> writes.</summary>
    public const int Frames = 24;

    /// <summary>A second of film with two faces and sound, 320 pixels wide.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="loops">How often the second is shown again after the first time; the sound is then left
    /// out.</param>
    public static void Write(string path, int loops = 0)
    {
        Assert.SkipUnless(File.Exists(Film), "no film with faces: install opencv-doc");
        string[] second =
        [
            "-v",
            "error",
            "-ss",
            "0.5",
            "-t",
            "1.01",
            "-i",
            Film,
            "-frames:v",
            $"{Frames * (loops + 1)}",
        ];
        string[] encoding =
            loops == 0
                ? ["-vf", "scale=320:-2", "-pix_fmt", "yuv420p", "-c:a", "aac", path]
                :
                [
                    "-an",
                    "-vf",
                    $"trim=end_frame={Frames},loop={loops}:{Frames}:0,scale=320:-2",
                    "-pix_fmt",
                    "yuv420p",
                    path,
                ];
        Run run = Run.Of("ffmpeg", [.. second, .. encoding], Path.GetDirectoryName(path)!);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>Some seconds of <see cref="Street"/>, again and again where it is over; 10 frames a second.</summary>
    public static void WriteStreet(string path, int seconds)
    {
        Assert.SkipUnless(File.Exists(Street), "no film of a street: install opencv-doc");
        Run run = Run.Of(
            "ffmpeg",
            [
                "-v",
                "error",
                "-stream_loop",
                "-1",
                "-i",
                Street,
                "-frames:v",
                $"{10 * seconds}",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                path,
            ],
            Path.GetDirectoryName(path)!
        );
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>What ffprobe says about a stream of a video.</summary>
    public static string[] Probe(string path, string stream, string entries) =>
        Run.Of(
                "ffprobe",
                [
                    "-v",
                    "error",
                    "-select_streams",
                    stream,
                    "-show_entries",
                    $"stream={entries}",
                    "-of",
                    "csv=p=0",
                    path,
                ],
                Path.GetDirectoryName(path)!
            )
            .Output.Trim()
            .Split(',');
}
