using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Spotter.Studio.Access;
using Spotter.Studio.Hosting;

namespace Spotter.Studio;

/// <summary>
/// The studio: a web server for the page, REST and WebSocket, on this machine alone unless told otherwise.
/// </summary>
public sealed class StudioServer : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly StudioLifetime _lifetime;
    private readonly X509Certificate2? _certificate;

    private StudioServer(WebApplication app, Uri address, Uri? lanAddress, X509Certificate2? certificate)
    {
        _app = app;
        _lifetime = app.Services.GetRequiredService<StudioLifetime>();
        _certificate = certificate;
        Address = address;
        LanAddress = lanAddress;
    }

    /// <summary>The page on this machine.</summary>
    public Uri Address { get; }

    /// <summary>The page for other machines, with the token they need; null where they may not come.</summary>
    public Uri? LanAddress { get; }

    /// <summary>The page by its public address, with the token that it takes; null without one.</summary>
    public Uri? PublicAddress { get; private init; }

    /// <summary>
    /// The QR code of <see cref="LanAddress"/> in characters, for a terminal; null where other machines may not come.
    /// </summary>
    public string? LanCode => LanAddress is null ? null : QrPicture.Draw(LanAddress.AbsoluteUri);

    /// <summary>All that can be asked for, as the running application has it.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Starts a studio.</summary>
    /// <param name="options">Where it listens and what it takes.</param>
    /// <param name="log">Takes a line for each fault of the program; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">A port is taken, or the data folder cannot be written.</exception>
    public static Task<StudioServer> StartAsync(
        StudioOptions options,
        Action<string>? log = null,
        CancellationToken cancellationToken = default
    ) => StartAsync(options, addition: null, log, cancellationToken);

    internal static async Task<StudioServer> StartAsync(
        StudioOptions options,
        StudioAddition? addition,
        Action<string>? log,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<IPAddress> addresses = options.IsOnLan ? LanIdentity.Addresses() : [];
        string hostName = Dns.GetHostName();
        var rules = new AccessRules(
            options.IsOnLan
                ? [.. addresses.Select(static address => address.ToString()), hostName, $"{hostName}.local"]
                : [],
            options.PublicAddress?.Host,
            options.TokenFile is { } file ? TokenFile.Read(file) : null
        );
        X509Certificate2? certificate = options.IsOnLan ? LanIdentity.CreateCertificate(hostName, addresses) : null;
        WebApplication app = StudioApplication.Build(
            options,
            rules,
            certificate,
            new StudioLog(log ?? (static _ => { })),
            addition
        );
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e)
        {
            await app.DisposeAsync();
            certificate?.Dispose();
            throw e is IOException or SocketException
                ? new IOException(
                    $"the studio cannot listen: {e.Message} Name another port with --port, or 0 for a free one.",
                    e
                )
                : e;
        }

        Uri[] listening =
        [
            .. app
                .Services.GetRequiredService<IServer>()
                .Features.GetRequiredFeature<IServerAddressesFeature>()
                .Addresses.Select(static address => new Uri(address)),
        ];
        var address = new Uri(
            $"http://localhost:{listening.First(static uri => uri.Scheme == Uri.UriSchemeHttp).Port}/"
        );
        Uri? lan = options.IsOnLan
            ? new Uri(
                $"https://{(addresses.Count > 0 ? addresses[0] : IPAddress.Loopback)}:"
                    + $"{listening.First(static uri => uri.Scheme == Uri.UriSchemeHttps).Port}/#token={rules.Token}"
            )
            : null;
        return new StudioServer(app, address, lan, certificate)
        {
            PublicAddress = options.PublicAddress is { } outside
                ? new Uri($"{outside.AbsoluteUri.TrimEnd('/')}/#token={rules.Token}")
                : null,
        };
    }

    /// <summary>Stops listening, ends what runs and releases everything.</summary>
    public async ValueTask DisposeAsync()
    {
        _lifetime.Stop();
        using (var patience = new CancellationTokenSource(StopPatience))
        {
            await _app.StopAsync(patience.Token);
        }

        Telemetry.Flush(_app.Services);
        await _app.DisposeAsync();
        _certificate?.Dispose();
    }
}
