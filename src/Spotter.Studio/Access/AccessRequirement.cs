using Microsoft.AspNetCore.Authorization;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Access;

/// <summary>Something that must hold of a request before anything of it is worked on.</summary>
internal abstract record AccessRequirement : IAuthorizationRequirement
{
    /// <summary>Why it does not hold; null where it does.</summary>
    public abstract ProblemException? Refuse(HttpContext context, AccessRules rules);
}

/// <summary>The request calls the studio by a name of its own.</summary>
internal sealed record OwnName : AccessRequirement
{
    public override ProblemException? Refuse(HttpContext context, AccessRules rules) =>
        rules.IsOurs(context) ? null : Refusal.WrongHost(context.Request.Host.Host);
}

/// <summary>The request does not come from the page of another site.</summary>
/// <param name="TakesLinks">Whether links on such a page may lead here.</param>
internal sealed record OwnPage(bool TakesLinks = false) : AccessRequirement
{
    public override ProblemException? Refuse(HttpContext context, AccessRules rules) =>
        AccessRules.ForeignPage(context.Request) is { } origin
        && !(TakesLinks && AccessRules.IsNavigation(context.Request))
            ? Refusal.WrongOrigin(origin)
            : null;
}

/// <summary>The request shows no key, or the right one.</summary>
internal sealed record RightKey : AccessRequirement
{
    public override ProblemException? Refuse(HttpContext context, AccessRules rules) =>
        Sessions.ShownKey(context) is null || Sessions.Of(context) is not null ? null : Refusal.WrongKey();
}

/// <summary>The request belongs to a session, or comes from this machine.</summary>
internal sealed record SessionOrThisMachine : AccessRequirement
{
    public override ProblemException? Refuse(HttpContext context, AccessRules rules) =>
        Sessions.Of(context) is not null || Door.IsThisMachine(context) ? null : Refusal.TokenNeeded();
}
