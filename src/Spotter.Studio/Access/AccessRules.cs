using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Access;

/// <summary>Who may ask: the studio's own page, programs on this machine, and on the local network whoever has the token.</summary>
internal sealed class AccessRules
{
    private const int TokenBytes = 16;
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];
    private readonly byte[] _token;
    private readonly HashSet<string> _hosts;

    /// <param name="lanHosts">The names and addresses by which other machines reach this one; empty where they may not.</param>
    public AccessRules(IEnumerable<string> lanHosts)
    {
        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        _token = Encoding.ASCII.GetBytes(Token);
        _hosts = new HashSet<string>(LoopbackHosts.Concat(lanHosts), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What a client on the local network shows to begin a session.</summary>
    public string Token { get; }

    /// <summary>Whether a token is the right one, in a time that does not depend on where they differ.</summary>
    public bool IsToken(string? token) => token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _token);

    /// <summary>Refuses what another site's page may have sent.</summary>
    /// <exception cref="ProblemException">The request came by another name, or from another page.</exception>
    public void CheckOrigin(HttpRequest request)
    {
        // A name that someone else's server resolves to this machine is not ours to answer (DNS rebinding).
        if (!_hosts.Contains(request.Host.Host))
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, "Wrong host", $"this studio is not called {request.Host.Host}; open it by the address that it printed");
        }

        string? origin = request.Headers[HeaderNames.Origin];
        if (origin is not null && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            throw Foreign(origin);
        }

        // Browsers name no origin in some requests but always say this.
        string? site = request.Headers["Sec-Fetch-Site"];
        if (site is "cross-site" or "same-site")
        {
            throw Foreign("another site");
        }
    }

    private static ProblemException Foreign(string origin) =>
        new(StatusCodes.Status403Forbidden, "Wrong origin", $"pages of {origin} may not use this studio");
}
