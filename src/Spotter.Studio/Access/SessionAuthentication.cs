using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Spotter.Studio.Access;

/// <summary>
/// Knows a request's session by its key. A wrong key is a failure, no key is none, and a cookie of an earlier studio is
/// no key.
/// </summary>
internal sealed class SessionAuthentication(Sessions sessions) : IAuthenticationHandler
{
    public const string Scheme = "Session";

    private HttpContext? _context;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync()
    {
        HttpContext context = _context!;
        string? shown = Sessions.ShownKey(context);
        string? id = (shown ?? Sessions.CookieKey(context)) is { } key ? sessions.Find(key) : null;
        return Task.FromResult(
            id is not null ? AuthenticateResult.Success(new AuthenticationTicket(Named(id), Scheme))
            : shown is not null ? AuthenticateResult.Fail("the key is not one of this studio")
            : AuthenticateResult.NoResult()
        );
    }

    public Task ChallengeAsync(AuthenticationProperties? properties) => throw Refusal.TokenNeeded();

    public Task ForbidAsync(AuthenticationProperties? properties) => throw Refusal.Forbidden();

    private static ClaimsPrincipal Named(string id) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, id)], Scheme));
}
