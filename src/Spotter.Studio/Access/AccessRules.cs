using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Spotter.Studio.Access;

/// <summary>
/// Who may ask: the studio's own page, programs on this machine, and on the local network whoever has the token.
/// </summary>
internal sealed class AccessRules
{
    private const int TokenBytes = 16;
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];
    private readonly byte[] _token;
    private readonly HashSet<string> _loopbackHosts = new(LoopbackHosts, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _lanHosts;

    /// <param name="lanHosts">The names and addresses by which other machines reach this one; empty where they may
    /// not.</param>
    /// <param name="publicHost">The name that a reverse proxy has for the studio; null without one.</param>
    /// <param name="token">The token; null makes one.</param>
    public AccessRules(IEnumerable<string> lanHosts, string? publicHost = null, string? token = null)
    {
        Token = token ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        _token = Encoding.ASCII.GetBytes(Token);
        _lanHosts = new HashSet<string>(
            [.. LoopbackHosts, .. lanHosts, .. publicHost is null ? [] : (string[])[publicHost]],
            StringComparer.OrdinalIgnoreCase
        );
    }

    /// <summary>What a client on the local network shows to begin a session.</summary>
    public string Token { get; }

    /// <summary>Whether a token is the right one, in a time that does not depend on where they differ.</summary>
    public bool IsToken(string? token) =>
        token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _token);

    /// <summary>
    /// Whether the studio has the name that a request calls it by. A name that someone else's server resolves to this
    /// machine is not ours to answer (DNS rebinding), and who comes from this machine has no need of the names for
    /// others.
    /// </summary>
    public bool IsOurs(HttpContext context) =>
        (Door.IsThisMachine(context) ? _loopbackHosts : _lanHosts).Contains(context.Request.Host.Host);

    /// <summary>
    /// Whose page a request comes from; null where it is the studio's own, or where no page is behind it.
    /// </summary>
    public static string? ForeignPage(HttpRequest request)
    {
        string? origin = request.Headers[HeaderNames.Origin];
        if (origin is not null)
        {
            return origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
                ? null
                : Shortened(origin);
        }

        // Browsers name no origin in some requests but always say this.
        string? site = request.Headers["Sec-Fetch-Site"];
        return site is null or "same-origin" or "none" ? null : "another site";
    }

    /// <summary>Whether a browser opens an address itself, because of a link or of what somebody typed.</summary>
    public static bool IsNavigation(HttpRequest request) =>
        !request.Headers.ContainsKey(HeaderNames.Origin)
        && request.Headers["Sec-Fetch-Mode"] == "navigate"
        && request.Headers["Sec-Fetch-Dest"] == "document";

    private static string Shortened(string origin) => origin.Length <= 100 ? origin : $"{origin[..100]}...";
}
