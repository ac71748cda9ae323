using Spotter.Media.Video;

namespace Spotter.Media.Cameras;

/// <summary>The cameras of this machine.</summary>
public static class CameraList
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Lists the cameras in the order of their numbers; an empty list when there is none.</summary>
    /// <remarks>Linux needs no program for it; on macOS and Windows ffmpeg is asked.</remarks>
    /// <exception cref="VideoException">ffmpeg is needed and missing.</exception>
    public static async Task<IReadOnlyList<Camera>> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxCameras.Read("/sys/class/video4linux");
        }

        // Both listings end in an error by design: the device that is opened does not exist.
        if (OperatingSystem.IsMacOS())
        {
            return AvfoundationListing.Parse(
                await ListAsync("avfoundation", "", cancellationToken).ConfigureAwait(false)
            );
        }

        return OperatingSystem.IsWindows()
            ? DirectShowListing.Parse(await ListAsync("dshow", "dummy", cancellationToken).ConfigureAwait(false))
            : [];
    }

    private static async Task<IReadOnlyList<string>> ListAsync(
        string format,
        string device,
        CancellationToken cancellationToken
    )
    {
        string[] arguments = ["-hide_banner", "-nostdin", "-f", format, "-list_devices", "true", "-i", device];
        ToolOutput output = await ToolRun
            .CaptureAsync(FfmpegPrograms.Ffmpeg, arguments, reach: null, Limit, cancellationToken)
            .ConfigureAwait(false);
        return output.Complaints.Lines;
    }
}
