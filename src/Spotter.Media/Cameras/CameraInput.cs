using System.Globalization;
using Spotter.Media.Video;

namespace Spotter.Media.Cameras;

/// <summary>Which input ffmpeg is told for a camera.</summary>
internal static class CameraInput
{
    /// <summary>Finds the camera and answers ffmpeg's input arguments.</summary>
    /// <exception cref="VideoException">There is no such camera; the message names those that there are.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(
        VideoSource source,
        VideoReadOptions options,
        CancellationToken cancellationToken
    )
    {
        string wanted = source.Location;
        bool isPath = wanted.StartsWith("/dev/", StringComparison.Ordinal);
        IReadOnlyList<Camera> cameras = isPath
            ? []
            : await CameraList.ReadAsync(cancellationToken).ConfigureAwait(false);
        string device =
            isPath && File.Exists(wanted)
                ? wanted
                : Choose(cameras, wanted)?.Device
                    // A node that the list leaves out, such as a loopback device with another index, can still be named
                    // by number.
                    ?? (
                        OperatingSystem.IsLinux() && IsNumber(wanted) && File.Exists("/dev/video" + wanted)
                            ? "/dev/video" + wanted
                            : null
                    )
                    ?? throw Missing(wanted, cameras);
        string format =
            OperatingSystem.IsWindows() ? "dshow"
            : OperatingSystem.IsMacOS() ? "avfoundation"
            : "v4l2";
        return Arguments(format, device, options);
    }

    internal static Camera? Choose(IReadOnlyList<Camera> cameras, string wanted) =>
        IsNumber(wanted)
            ? cameras.FirstOrDefault(c => c.Number == int.Parse(wanted, CultureInfo.InvariantCulture))
            : cameras.FirstOrDefault(c => string.Equals(c.Name, wanted, StringComparison.OrdinalIgnoreCase))
                ?? cameras.FirstOrDefault(c => c.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase));

    internal static IReadOnlyList<string> Arguments(string format, string device, VideoReadOptions options)
    {
        List<string> arguments = ["-f", format];
        // avfoundation asks for 29.97 by itself, which hardly any camera of a Mac has.
        double? rate = options.CameraFramesPerSecond ?? (format is "avfoundation" ? 30 : null);
        if (rate is { } framesPerSecond)
        {
            arguments.AddRange(["-framerate", framesPerSecond.ToString(CultureInfo.InvariantCulture)]);
        }

        if (options.CameraSize is { } size)
        {
            arguments.AddRange(["-video_size", size]);
        }

        arguments.AddRange(["-i", device]);
        return arguments;
    }

    internal static VideoException Missing(string wanted, IReadOnlyList<Camera> cameras)
    {
        string found =
            cameras.Count == 0
                ? "no camera was found on this machine"
                : "there are "
                    + string.Join(
                        ", ",
                        cameras.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Number} ({c.Name})"))
                    );
        return new VideoException(SpotterErrorKind.Device, $"camera:{wanted}: there is no such camera; {found}");
    }

    private static bool IsNumber(string text) => text.Length is > 0 and < 6 && text.All(char.IsAsciiDigit);
}
