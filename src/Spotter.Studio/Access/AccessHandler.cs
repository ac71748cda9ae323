using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Access;

/// <summary>Asks each requirement of a policy, and remembers the first that does not hold.</summary>
internal sealed class AccessHandler(AccessRules rules) : AuthorizationHandler<AccessRequirement, HttpContext>
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        AccessRequirement requirement,
        HttpContext resource
    )
    {
        if (requirement.Refuse(resource, rules) is not { } problem)
        {
            context.Succeed(requirement);
        }
        else if (resource.Features.Get<ProblemException>() is null)
        {
            resource.Features.Set(problem);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Says why, in the words of the requirement that does not hold.</summary>
internal sealed class AccessAnswer : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    ) =>
        authorizeResult.Succeeded
            ? next(context)
            : throw context.Features.Get<ProblemException>() ?? Refusal.Forbidden();
}
