using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Access;

/// <summary><c>/api/session</c></summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/session", Begin)
            .WithTags("Session")
            .WithSummary("Begin a session")
            .WithDescription(
                "Uploads and results belong to a session. Its key comes as a cookie and in the answer, to be sent as 'Authorization: Bearer KEY'. From other machines the studio's token is needed.")
            .Produces<SessionAnswer>()
            .ProducesProblem(StatusCodes.Status401Unauthorized);
    }

    private static async Task<IResult> Begin(HttpContext context, AccessRules rules, Sessions sessions, WarmUp warmUp)
    {
        SessionRequest? request = context.Request.HasJsonContentType()
            ? await context.Request.ReadFromJsonAsync(StudioJson.Default.SessionRequest, context.RequestAborted)
            : null;
        if (context.Request.IsHttps && sessions.Find(context) is null && !rules.IsToken(request?.Token))
        {
            throw new ProblemException(StatusCodes.Status401Unauthorized, "Wrong token", "this is not the token that the studio printed; scan its QR code again");
        }

        warmUp.Begin();
        return TypedResults.Ok(new SessionAnswer(sessions.FindOrBegin(context).Key));
    }
}

/// <param name="Token">What the studio printed for other machines; not needed on this one.</param>
internal sealed record SessionRequest(string? Token);

/// <param name="Session">The key of the session.</param>
internal sealed record SessionAnswer(string Session);
