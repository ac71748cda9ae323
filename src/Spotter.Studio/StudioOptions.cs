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
