using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Spotter.Studio.Access;

/// <summary>The sessions of a studio, in memory: they end with it.</summary>
internal sealed class Sessions(int most)
{
    private const int KeyBytes = 32;
    private const int IdBytes = 8;
    private const string Scheme = "Bearer ";
    private readonly ConcurrentBag<Action<Session>> _whenEnded = [];
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Has something done with each session that makes room for another.</summary>
    public void WhenEnded(Action<Session> action) => _whenEnded.Add(action);

    /// <summary>
    /// The session whose key the request shows, as a cookie or as a bearer token; null where it shows none, or one that is not known.
    /// </summary>
    public Session? Find(HttpContext context)
    {
        string? key = KeyOf(context);
        if (key is null || !_sessions.TryGetValue(key, out Session? session))
        {
            return null;
        }

        session.Touch();
        return session;
    }

    /// <summary>The request's session; a new one, which the answer's cookie names, where it has none.</summary>
    public Session FindOrBegin(HttpContext context) => Find(context) ?? Begin(context);

    /// <summary>Begins a session and hands its key to the browser as a cookie that scripts cannot read.</summary>
    public Session Begin(HttpContext context)
    {
        while (_sessions.Count >= most && _sessions.Values.MinBy(static session => session.LastUse) is { } oldest)
        {
            if (_sessions.TryRemove(oldest.Key, out _))
            {
                foreach (Action<Session> action in _whenEnded)
                {
                    action(oldest);
                }
            }
        }

        string key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        var session = new Session(key, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)));
        _sessions[key] = session;
        context.Response.Cookies.Append(CookieName(context), key, new CookieOptions
        {
            HttpOnly = true,
            SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/",
        });
        return session;
    }

    private static string? KeyOf(HttpContext context)
    {
        string? authorization = context.Request.Headers[HeaderNames.Authorization];
        return authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : context.Request.Cookies[CookieName(context)];
    }

    // Cookies are shared between the ports of a host: two studios must not take each other's.
    private static string CookieName(HttpContext context) => $"spotter-studio-{context.Connection.LocalPort}";
}
