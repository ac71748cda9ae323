using System.Diagnostics;
using Spotter.Media.Video;

[assembly: AssemblyFixture(typeof(Spotter.Apps.Tests.Videos.Clip))]

namespace Spotter.Apps.Tests.Videos;

/// <summary>A clip that ffmpeg makes: 50 frames of 160x120 at 25 frames a second, white noise, with a tone.</summary>
public sealed class Clip : IDisposable
{
    public const int Frames = 50;

    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-clip-").FullName;
    private readonly Lazy<string> _path;

    public Clip() => _path = new Lazy<string>(Make);

    public VideoSource Source => VideoSource.Parse(_path.Value);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Make()
    {
        Assert.SkipWhen(FfmpegPrograms.Find("ffmpeg") is null, "ffmpeg is not installed");
        string path = Path.Combine(_folder, "clip.mp4");
        using Process process = Process.Start(FfmpegPrograms.Ffmpeg,
        [
            "-v", "error", "-f", "lavfi", "-i", "color=c=white:size=160x120:rate=25:duration=2,noise=alls=90:allf=t",
            "-f", "lavfi", "-i", "sine=duration=2", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", path,
        ]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return path;
    }
}
