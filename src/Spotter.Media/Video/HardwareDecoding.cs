namespace Spotter.Media.Video;

/// <summary>
/// Finds out whether videos can be decoded by hardware here: a graphics card or a part of the processor, through
/// ffmpeg. What is decoded so has the same pixels, and leaves the processor to the search.
/// </summary>
public static class HardwareDecoding
{
    /// <summary>The method is chosen; without hardware the processor decodes.</summary>
    public const string Auto = "auto";

    /// <summary>The processor decodes.</summary>
    public const string None = "none";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Those that decode and give pictures back by themselves, the most usual of each system first.
    private static readonly string[] Preferred =
    [
        "videotoolbox",
        "cuda",
        "d3d11va",
        "vaapi",
        "dxva2",
        "vdpau",
        "d3d12va",
        "vulkan",
    ];

    /// <summary>The method to decode by, for <see cref="VideoReadOptions.HardwareDecoder"/>.</summary>
    /// <param name="wanted">
    /// <see cref="Auto"/>, <see cref="None"/>, or a method that <c>ffmpeg -hwaccels</c> lists, such as <c>cuda</c>.
    /// </param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns>Null where the processor decodes.</returns>
    /// <exception cref="VideoException">
    /// ffmpeg is not installed or does not know the method, or there is no such device here.
    /// </exception>
    public static async Task<string?> FindAsync(string wanted, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(wanted);
        if (wanted == None)
        {
            return null;
        }

        IReadOnlyList<string> methods = await MethodsAsync(cancellationToken).ConfigureAwait(false);
        if (wanted != Auto)
        {
            if (!methods.Contains(wanted, StringComparer.Ordinal))
            {
                string known = methods.Count > 0 ? string.Join(", ", methods) : "none";
                throw new VideoException(
                    SpotterErrorKind.Program,
                    $"this ffmpeg does not decode by {wanted}, but by {known}; auto takes what is there"
                );
            }

            return await OpensAsync(wanted, cancellationToken).ConfigureAwait(false) is { } problem
                ? throw new VideoException(
                    SpotterErrorKind.Device,
                    $"there is no device here that decodes by {wanted}{problem}; auto takes what is there"
                )
                : wanted;
        }

        foreach (string method in Preferred.Where(methods.Contains))
        {
            if (await OpensAsync(method, cancellationToken).ConfigureAwait(false) is null)
            {
                return method;
            }
        }

        return null;
    }

    private static async Task<IReadOnlyList<string>> MethodsAsync(CancellationToken cancellationToken)
    {
        ToolOutput output = await ToolRun
            .CaptureAsync(
                FfmpegPrograms.Ffmpeg,
                ["-hide_banner", "-hwaccels"],
                reach: null,
                Patience,
                cancellationToken
            )
            .ConfigureAwait(false);

        // A heading, then a name a line.
        return
        [
            .. output
                .Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(static line => !line.Contains(' ', StringComparison.Ordinal)),
        ];
    }

    /// <summary>Why no device of a method opens, in brackets where that is known; null where one does.</summary>
    private static async Task<string?> OpensAsync(string method, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-hide_banner",
            "-nostdin",
            "-v",
            "error",
            "-init_hw_device",
            method,
            "-f",
            "lavfi",
            "-i",
            "nullsrc=size=16x16:duration=0.04",
            "-f",
            "null",
            "-",
        ];
        ToolOutput output = await ToolRun
            .CaptureAsync(FfmpegPrograms.Ffmpeg, arguments, reach: null, Patience, cancellationToken)
            .ConfigureAwait(false);
        if (output.ExitCode == 0)
        {
            return null;
        }

        // Behind it there are numbers of errors alone.
        return
            output.Complaints.Lines is [var reason, ..]
            && !reason.StartsWith("Device creation failed", StringComparison.Ordinal)
            ? $" ({reason.TrimEnd('.', ' ')})"
            : "";
    }
}
