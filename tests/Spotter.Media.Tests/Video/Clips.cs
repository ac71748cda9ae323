using System.Collections.Concurrent;
using System.Diagnostics;
using Spotter.Media.Video;

[assembly: AssemblyFixture(typeof(Spotter.Media.Tests.Video.Clips))]

namespace Spotter.Media.Tests.Video;

/// <summary>
/// Small videos that ffmpeg makes for the tests, each once, in a folder that goes away with the test run.
/// </summary>
public sealed class Clips : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<string>> _made = new(StringComparer.Ordinal);

    public string Folder { get; } = Directory.CreateTempSubdirectory("spotter-video-").FullName;

    /// <summary>50 frames of 320x240 at 25 frames a second with a tone, H.264 and AAC, index in front.</summary>
    public string Plain =>
        Make(
            "plain.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=320x240:rate=25:duration=2",
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:duration=2",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-movflags",
            "+faststart"
        );

    /// <summary>The same with noise, so that it is large enough to be cut.</summary>
    public string Noisy =>
        Make(
            "noisy.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=320x240:rate=25:duration=4,noise=alls=60:allf=t",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-movflags",
            "+faststart"
        );

    /// <summary>
    /// 60 frames of 64x48 at 25 frames a second; frame n has the even brightness 16 + 3 n, without loss.
    /// </summary>
    public string Counting =>
        Make(
            "counting.mp4",
            "-f",
            "lavfi",
            "-i",
            "nullsrc=size=64x48:rate=25:duration=2.4,geq=lum='16+3*N':cb=128:cr=128",
            "-c:v",
            "libx264",
            "-qp",
            "0",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p"
        );

    /// <summary>
    /// 30 frames in the first second, then 10 in the next; brightness counts as in <see cref="Counting"/>.
    /// </summary>
    public string Variable =>
        Make(
            "variable.mp4",
            "-f",
            "lavfi",
            "-i",
            "nullsrc=size=64x48:rate=30:duration=2,select='if(lt(t,1),1,not(mod(n,3)))',geq=lum='16+3*N':cb=128:cr=128",
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:duration=2",
            "-vsync",
            "passthrough",
            "-c:v",
            "libx264",
            "-qp",
            "0",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac"
        );

    /// <summary>
    /// <see cref="Plain"/> with a note that it is to be turned a quarter; which way depends on ffmpeg's version.
    /// </summary>
    public string Rotated => Make("rotated.mp4", "-i", Plain, "-c", "copy", "-metadata:s:v:0", "rotate=90");

    /// <summary>A width and a height that 4:2:0 cannot halve; 12 frames.</summary>
    public string Odd =>
        Make(
            "odd.mkv",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=161x121:rate=12:duration=1",
            "-c:v",
            "ffv1",
            "-pix_fmt",
            "yuv444p"
        );

    public string SoundOnly => Make("sound.m4a", "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac");

    public string Transport => Make("plain.ts", "-i", Plain, "-c", "copy", "-f", "mpegts");

    /// <summary>A 320x240 clip with sound that is neither AAC nor MP3.</summary>
    public string OtherSound => Make("flac.mkv", "-i", Plain, "-c:v", "copy", "-c:a", "flac");

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string Write(string name, byte[] content)
    {
        string path = Path(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>The first part of a file.</summary>
    public string Cut(string path, double part, string name)
    {
        byte[] all = File.ReadAllBytes(path);
        return Write(name, all[..(int)(all.Length * part)]);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A program that is about to end may still hold a file on Windows.
        }
    }

    /// <summary>Runs a program to its end and answers what it printed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000), $"{program} did not end");
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors.Result}");
        return output;
    }

    /// <summary>What ffprobe says of the entries, a line each.</summary>
    public static string[] Probe(string path, string entries, string streams = "v:0") =>
        Run(
                FfmpegPrograms.Ffprobe,
                [
                    "-v",
                    "error",
                    .. streams.Length > 0 ? ["-select_streams", streams] : Array.Empty<string>(),
                    "-show_entries",
                    entries,
                    "-of",
                    "csv=p=0",
                    path,
                ]
            )
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.TrimEnd(','))
            .ToArray();

    public string Make(string name, params string[] arguments) =>
        _made
            .GetOrAdd(name, n => new Lazy<string>(() =>
            {
                Run(FfmpegPrograms.Ffmpeg, ["-v", "error", "-y", .. arguments, Path(n)]);
                return Path(n);
            }))
            .Value;
}
