using System.Diagnostics;
using System.IO.Compression;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Studio.Tests.Support;

/// <summary>Pictures and clips for tests.</summary>
internal static class Samples
{
    private const string ClipPath = "/usr/share/doc/opencv-doc/examples/data/Megamind.avi";
    private const string FacePath = "/usr/share/doc/opencv-doc/opencv4/html/230501201_1.jpg";

    /// <summary>A photograph with one face that looks into the camera.</summary>
    public static string FaceFile
    {
        get
        {
            Assert.SkipUnless(File.Exists(FacePath), "no photograph with a face: install opencv-doc");
            return FacePath;
        }
    }

    public static byte[] Face => File.ReadAllBytes(FaceFile);

    public static byte[] Blank(int width = 160, int height = 120) =>
        new BgrImage(width, height).Encode(PictureFormat.Jpeg);

    /// <summary>A bitmap's header that claims 40,000 x 40,000 pixels, and nothing after it.</summary>
    public static byte[] Bomb()
    {
        const int side = 40_000;
        var file = new byte[1024];
        "BM"u8.CopyTo(file);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        file[10] = 54;
        file[14] = 40;
        BitConverter.TryWriteBytes(file.AsSpan(18), side);
        BitConverter.TryWriteBytes(file.AsSpan(22), side);
        file[26] = 1;
        file[28] = 24;
        return file;
    }

    /// <summary>A zip of files under the names that they are given, whatever those are.</summary>
    public static byte[] Zip(params IEnumerable<(string Name, byte[] Content)> files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Two classes that are easy to tell apart: bright on the left, bright on the right.</summary>
    public static byte[] SidesZip(int picturesPerClass = 40) =>
        Zip(
            Enumerable
                .Range(0, 2 * picturesPerClass)
                .Select(static i => ($"sides/{(i % 2 == 0 ? "left" : "right")}/{i}.png", SidesPicture(i)))
        );

    /// <summary>One of them: bright on the left for even numbers.</summary>
    public static byte[] SidesPicture(int number)
    {
        const int size = 16;
        var random = new Random(number);
        var image = new BgrImage(size, size);
        for (int i = 0; i < size * size; i++)
        {
            bool isBright = (i % size < size / 2) == (number % 2 == 0);
            image.Pixels.AsSpan(i * 3, 3).Fill((byte)(random.Next(60) + (isBright ? 150 : 20)));
        }

        return image.Encode(PictureFormat.Png);
    }

    /// <summary>Makes a clip of the face, which moves a little, with ffmpeg.</summary>
    /// <param name="path">Its extension chooses the kind.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="arguments">More of ffmpeg's arguments for the output.</param>
    public static void WriteClip(string path, int seconds, params string[] arguments)
    {
        string filter = "scale=-2:600,pad=760:600:(ow-iw)/2:0:color=0x557755,crop=640:480:x='60+30*sin(2*PI*t/4)':y=60";
        Run(
            "ffmpeg",
            [
                "-v",
                "error",
                "-y",
                "-loop",
                "1",
                "-framerate",
                "30",
                "-t",
                $"{seconds}",
                "-i",
                FaceFile,
                "-vf",
                filter,
                .. arguments,
                path,
            ]
        );
    }

    /// <summary>Makes an MP4 of the face that takes a while to search.</summary>
    public static void WriteLongClip(string path)
    {
        string second = $"{path}.second.mp4";
        WriteClip(second, 1, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p");
        Run("ffmpeg", ["-v", "error", "-y", "-stream_loop", "29", "-i", second, "-c", "copy", path]);
    }

    /// <summary>
    /// Makes a clip for the browser's camera of the first four seconds of a film, in which two people look about.
    /// </summary>
    public static void WriteCameraClip(string path)
    {
        Assert.SkipUnless(File.Exists(ClipPath), "no clip with faces: install opencv-doc");
        Run(
            "ffmpeg",
            ["-v", "error", "-y", "-t", "4", "-i", ClipPath, "-vf", "scale=640:480,fps=30", "-pix_fmt", "yuv420p", path]
        );
    }

    /// <summary>What the library itself finds in each frame of a clip, as the page asks for it.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<Detection>>> FacesOfAsync(string clip)
    {
        IDetector detector = Detector.Faces();
        var options = new DetectionOptions { MinSize = new BoxSize(60, 60) };
        await using VideoReader reader = await VideoReader.OpenAsync(
            new VideoSource(VideoSourceKind.File, clip),
            cancellationToken: TestContext.Current.CancellationToken
        );
        return await reader
            .Select(frame => detector.Detect(frame, options))
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Width and height of a video, as ffprobe tells them.</summary>
    public static string ProbeSize(string path) =>
        Run(
                "ffprobe",
                [
                    "-v",
                    "error",
                    "-select_streams",
                    "v:0",
                    "-show_entries",
                    "stream=width,height",
                    "-of",
                    "csv=p=0",
                    path,
                ]
            )
            .Trim();

    private static string Run(string program, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return output;
    }
}
