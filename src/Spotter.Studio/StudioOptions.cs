using System.Net;

namespace Spotter.Studio;

/// <summary>Where the studio listens and what it takes.</summary>
public sealed record StudioOptions
{
    /// <summary>The port unless another is named.</summary>
    public const int DefaultPort = 5180;

    /// <summary>The port on this machine's loopback address: 0 to 65,535; 0 takes a free one.</summary>
    public int Port
    {
        get;
        init => field = Checked(value, nameof(Port));
    } = DefaultPort;

    /// <summary>
    /// Whether other machines may come too: with TLS, and with the token that <see cref="StudioServer.LanAddress"/>
    /// holds.
    /// </summary>
    public bool IsOnLan { get; init; }

    /// <summary>
    /// The port for other machines: 0 to 65,535; 0 takes a free one. One above <see cref="DefaultPort"/> unless set.
    /// </summary>
    public int LanPort
    {
        get;
        init => field = Checked(value, nameof(LanPort));
    } = DefaultPort + 1;

    /// <summary>
    /// What a reverse proxy on this machine calls the studio, such as <c>https://vision.example.org/spotter/</c>; null
    /// where there is none. With it <see cref="Port"/> is for the proxy: everyone needs the token, because whoever the
    /// proxy lets through comes from this machine.
    /// </summary>
    public Uri? PublicAddress
    {
        get;
        init =>
            field =
                value is null
                || value is { IsAbsoluteUri: true, Query: "", Fragment: "" }
                    && (value.Scheme == Uri.UriSchemeHttp || value.Scheme == Uri.UriSchemeHttps)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(PublicAddress),
                        value,
                        $"a public address is like https://vision.example.org/spotter/, got {value}"
                    );
    }

    /// <summary>A file with the token for other machines; null makes one at each start.</summary>
    public string? TokenFile { get; init; }

    /// <summary>
    /// A collector of OpenTelemetry that gets metrics and traces by HTTP, such as <c>http://localhost:4318</c>; null
    /// for none.
    /// </summary>
    public Uri? Collector { get; init; }

    /// <summary>
    /// The folder for uploads, results, data sets and runs; null takes the user's own place for application data.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// How the tool is started, the program and what comes before its own words: networks that users bring are looked
    /// at by it, in a process of its own. Null where there is none; then networks are not taken.
    /// </summary>
    public IReadOnlyList<string>? Tool { get; init; }

    /// <summary>What is taken at most.</summary>
    public StudioLimits Limits { get; init; } = StudioLimits.Default;

    private static int Checked(int port, string name) =>
        port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort
            ? port
            : throw new ArgumentOutOfRangeException(name, port, $"a port is 0 to 65535, got {port}");
}
