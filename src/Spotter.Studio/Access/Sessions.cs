using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Spotter.Studio.Access;

/// <summary>
/// The sessions of a studio: one browser, or one program that kept its key. Results belong to a session and nobody else
/// sees them. A key is an id and the studio's seal on it, so that nothing has to be kept for a session that keeps
/// nothing: no number of them takes room or ends another. They end with the studio, whose secret is new at each start.
/// </summary>
internal sealed class Sessions
{
    private const int IdBytes = 12;
    private const int SecretBytes = 32;
    private const int IdLength = IdBytes * 2;
    private const string Scheme = "Bearer ";
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The session that the request has proved to belong to; null for none.</summary>
    public static string? Of(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>
    /// The request's session, or an id for a new one. It begins when <see cref="Hand"/> gives it to the client.
    /// </summary>
    public static string OfOrNew(HttpContext context) =>
        Of(context) ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>What a client proves itself with.</summary>
    public string KeyOf(string id) =>
        id + Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(id)));

    /// <summary>The session of a key; null where the studio did not make it.</summary>
    public string? Find(string key) =>
        key.Length > IdLength
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(KeyOf(key[..IdLength])),
            Encoding.UTF8.GetBytes(key)
        )
            ? key[..IdLength]
            : null;

    /// <summary>Hands the key of a session that begins to the browser, as a cookie that scripts cannot read.</summary>
    public void Hand(HttpContext context, string id)
    {
        if (Of(context) is not null)
        {
            return;
        }

        context.Response.Cookies.Append(
            CookieName(context),
            KeyOf(id),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                Path = context.Request.PathBase.HasValue ? context.Request.PathBase : "/",
            }
        );
    }

    /// <summary>
    /// The key that a program shows in so many words; null where it shows none. What is no key at all is a wrong one.
    /// </summary>
    public static string? ShownKey(HttpContext context)
    {
        string? authorization = context.Request.Headers[HeaderNames.Authorization];
        return authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : authorization;
    }

    /// <summary>The key that a browser sends by itself; it may be that of a studio that ran here before.</summary>
    public static string? CookieKey(HttpContext context) => context.Request.Cookies[CookieName(context)];

    // Cookies are shared between the ports of a host: two studios must not take each other's.
    private static string CookieName(HttpContext context) => $"spotter-studio-{context.Connection.LocalPort}";
}
