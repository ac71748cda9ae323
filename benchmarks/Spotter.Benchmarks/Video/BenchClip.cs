using System.Diagnostics;
using Spotter.Media.Video;

namespace Spotter.Benchmarks.Video;

/// <summary>
/// The clip that is measured where none is named: 1280x720, 30 frames a second, H.264 with sound; six seconds of film
/// and two photographs that move past, all with faces of 80 pixels and more.
/// </summary>
internal static class BenchClip
{
    private const string Samples = "/usr/share/doc/opencv-doc";

    // Scaled and cut to one shape; photographs slide upwards by 100 pixels a second.
    private const string Graph =
        "[0:v]fps=30,scale=1280:720:force_original_aspect_ratio=increase,crop=1280:720,setsar=1,format=yuv420p[film];"
        + "[1:v]scale=1280:-2,crop=1280:720:0:'min(ih-oh,t*100)',setsar=1,format=yuv420p[first];"
        + "[2:v]scale=1280:-2,crop=1280:720:0:'min(ih-oh,t*100)',setsar=1,format=yuv420p[second];"
        + "[film][first][second]concat=n=3[all]";

    /// <summary>Makes the clip, once.</summary>
    /// <returns>Its path.</returns>
    public static string Find()
    {
        string path = Path.Combine(Path.GetTempPath(), "spotter-bench-1280x720.mp4");
        if (File.Exists(path))
        {
            return path;
        }

        string film = Sample("examples/data/Megamind.avi");
        string[] photographs = [Sample("opencv4/html/230501201_1.jpg"), Sample("opencv4/html/227943776_1.jpg")];
        string unfinished = path + $".{Environment.ProcessId}.mp4";
        Console.Error.WriteLine($"making {path}");
        using Process ffmpeg = Process.Start(
            FfmpegPrograms.Ffmpeg,
            [
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-t",
                "6",
                "-i",
                film,
                .. photographs.SelectMany(static photograph =>
                    (string[])["-loop", "1", "-framerate", "30", "-t", "2", "-i", photograph]
                ),
                "-f",
                "lavfi",
                "-i",
                "sine=duration=10",
                "-filter_complex",
                Graph,
                "-map",
                "[all]",
                "-map",
                "3:a",
                "-c:v",
                "libx264",
                "-crf",
                "20",
                "-preset",
                "veryfast",
                "-c:a",
                "aac",
                unfinished,
            ]
        );
        ffmpeg.WaitForExit();
        if (ffmpeg.ExitCode != 0)
        {
            throw new InvalidOperationException($"ffmpeg could not make the clip (exit code {ffmpeg.ExitCode})");
        }

        File.Move(unfinished, path, overwrite: true);
        return path;
    }

    private static string Sample(string name)
    {
        string path = Path.Combine(Samples, name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"there is no {path}: name a video, or install the package opencv-doc");
    }
}
