using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spotter.Media;
using Spotter.Media.Cameras;
using Spotter.Media.Drawing;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Machine;

/// <summary>Looks whether this machine has what Spotter needs.</summary>
public static class Doctor
{
    /// <summary>Examines the machine, one thing after the other.</summary>
    public static IEnumerable<Finding> Examine()
    {
        yield return new Finding(
            "system",
            true,
            $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}"
        );
        yield return new Finding(
            "processors",
            true,
            $"{Environment.ProcessorCount}, {RuntimeInformation.ProcessArchitecture}"
        );
        yield return Vectors();
        yield return Models();
        yield return Pictures();
        yield return Fonts();
        foreach (string program in (string[])["ffmpeg", "ffprobe", "ffplay"])
        {
            yield return Program(program);
        }

        yield return Confinement();

        yield return Screen();
        yield return Cameras();
    }

    private static Finding Vectors()
    {
        int bits =
            Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128
            : 0;
        return bits > 0
            ? new Finding("vectors", true, $"{bits} bits wide")
            : new Finding(
                "vectors",
                false,
                "none",
                "detection works, but slowly: run it on a processor with SSE2 or NEON"
            );
    }

    private static Finding Models()
    {
        try
        {
            IDetector detector = Detector.Faces();
            detector.Detect(new Frame(new GrayImage(64, 64)), DetectionOptions.Default with { Threads = 1 });
            return new Finding("models", true, "the built-in face detector loads and runs");
        }
        catch (IOException e)
        {
            return new Finding("models", false, e.Message, "build Spotter again");
        }
    }

    private static Finding Pictures()
    {
        try
        {
            byte[] encoded = new BgrImage(8, 8).Encode(PictureFormat.Png);
            Frame read = Picture.Load(encoded);
            bool hasTool = FfmpegPrograms.Find("ffmpeg") is not null;
            return new Finding(
                "pictures",
                read.Width == 8,
                $"{(hasTool ? PictureSignature.Formats : PictureSignature.FormatsWithoutTool)} are read; JPEG, PNG and "
                    + $"WebP written{(hasTool ? "" : $"; {ToolPicture.Formats} need ffmpeg")}"
            );
        }
        catch (Exception e) when (e is IOException or DllNotFoundException or TypeInitializationException)
        {
            return new Finding(
                "pictures",
                false,
                $"the picture library does not load ({(e.InnerException ?? e).Message.Split('\n')[0]})",
                "build Spotter again on this machine"
            );
        }
    }

    private static Finding Fonts() =>
        SystemTypeface.Instance is { } typeface
            ? new Finding("fonts", true, typeface.FamilyName)
            : new Finding(
                "fonts",
                false,
                "none, so labels are not drawn",
                $"install a font ({Packages.Advice("fonts-dejavu-core")})"
            );

    private static Finding Program(string name) =>
        FfmpegPrograms.Find(name) is { } path
            ? new Finding(name, true, name == "ffmpeg" ? $"{Version()} ({path})" : path)
            : new Finding(
                name,
                false,
                "not found; video needs it, pictures do not",
                $"install it ({Packages.Advice("ffmpeg")})"
            );

    // To have none is no fault either: most containers allow none, and are one.
    private static Finding Confinement()
    {
        try
        {
            return new Finding("sandbox", true, FfmpegPrograms.Confinement);
        }
        catch (VideoException e)
        {
            return new Finding("sandbox", false, e.Message, "set it right, or unset it");
        }
    }

    private static string Version() =>
        FfmpegPrograms.ReadVersionAsync().GetAwaiter().GetResult()?.Split(" Copyright", 2)[0]
        ?? "does not say its version";

    // Neither is a fault: a server has no display, and most machines no camera.
    private static Finding Screen() =>
        new(
            "display",
            true,
            Display.IsAvailable
                ? "there is one for --show window"
                : "none; --show browser and --show terminal work without"
        );

    private static Finding Cameras()
    {
        try
        {
            IReadOnlyList<Camera> cameras = CameraList.ReadAsync().GetAwaiter().GetResult();
            return new Finding(
                "cameras",
                true,
                cameras.Count == 0
                    ? "none"
                    : string.Join(", ", cameras.Select(static camera => $"camera:{camera.Number} {camera.Name}"))
            );
        }
        catch (VideoException e)
        {
            return new Finding("cameras", true, $"not known: {e.Message}");
        }
    }
}
