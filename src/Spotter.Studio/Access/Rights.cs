using Microsoft.AspNetCore.Authorization;

namespace Spotter.Studio.Access;

/// <summary>
/// Rights belong to endpoints. What names no other policy has the usual one, and so has what there is not: an address,
/// a method, a spelling that nobody thought of. The few that are open to strangers say so by name.
/// </summary>
internal static class Rights
{
    /// <summary>
    /// For whoever calls the studio by its name and comes from no other site's page; no session is needed.
    /// </summary>
    public const string Open = nameof(Open);

    /// <summary>The same for the page's own files, which links elsewhere may lead to.</summary>
    public const string Page = nameof(Page);

    public static void Add(IServiceCollection services)
    {
        services.AddAuthenticationCore(static options =>
        {
            options.DefaultScheme = SessionAuthentication.Scheme;
            options.AddScheme<SessionAuthentication>(SessionAuthentication.Scheme, null);
        });
        services.AddTransient<SessionAuthentication>();
        services.AddAuthorization(static options =>
        {
            AuthorizationPolicy usual = Policy(
                new OwnName(),
                new OwnPage(),
                new RightKey(),
                new SessionOrThisMachine()
            );
            options.DefaultPolicy = usual;
            options.FallbackPolicy = usual;
            options.AddPolicy(Open, Policy(new OwnName(), new OwnPage(), new RightKey()));
            options.AddPolicy(Page, Policy(new OwnName(), new OwnPage(TakesLinks: true), new RightKey()));
        });
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswer>();
    }

    private static AuthorizationPolicy Policy(params IEnumerable<AccessRequirement> requirements) =>
        new(requirements, []);
}
