using System.Diagnostics;
using Spotter.Media.Video;

[assembly: AssemblyFixture(typeof(Spotter.Tests.Videos.Clip))]

namespace Spotter.Tests.Videos;

/// <summary>A clip that ffmpeg makes: 50 frames of 160x120 at 25 frames a second, white noise, with a tone.</summary>
public sealed class Clip : IDisposable
{
    public const int Frames = 50;

    /// <summary>The frame of <see cref="WithCut"/> with which the second scene begins.</summary>
    public const int CutAt = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-clip-").FullName;
    private readonly Lazy<string> _path;

    private readonly Lazy<string> _cut;

    public Clip()
    {
        _path = new Lazy<string>(() =>
            Make(
                "clip.mp4",
                "-f",
                "lavfi",
                "-i",
                "color=c=white:size=160x120:rate=25:duration=2,noise=alls=90:allf=t",
                "-f",
                "lavfi",
                "-i",
                "sine=duration=2",
                "-c:a",
                "aac"
            )
        );
        _cut = new Lazy<string>(() =>
            Make(
                "cut.mp4",
                "-f",
                "lavfi",
                "-i",
                "mandelbrot=size=160x120:rate=25",
                "-f",
                "lavfi",
                "-i",
                "smptebars=size=160x120:rate=25",
                "-filter_complex",
                $"[0:v]trim=end_frame={CutAt}[a];[1:v]trim=end_frame={CutAt}[b];[a][b]concat"
            )
        );
    }

    public VideoSource Source => VideoSource.Parse(_path.Value);

    /// <summary>Two scenes without sound: something that moves, then colour bars.</summary>
    public VideoSource WithCut => VideoSource.Parse(_cut.Value);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Make(string name, params string[] arguments)
    {
        Assert.SkipWhen(FfmpegPrograms.Find("ffmpeg") is null, "ffmpeg is not installed");
        string path = Path.Combine(_folder, name);
        using Process process = Process.Start(
            FfmpegPrograms.Ffmpeg,
            ["-v", "error", .. arguments, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", path]
        );
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return path;
    }
}
