using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Access;

/// <summary><c>/api/v1/session</c></summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/session", Begin)
            .WithTags("Session")
            .WithName("beginSession")
            .WithSummary("Begin a session")
            .WithDescription(
                "Uploads and results belong to a session. Its key comes as a cookie and in the answer, to be sent as "
                    + "'Authorization: Bearer KEY'. From other machines the studio's token is needed."
            )
            .WithMetadata(JsonRequest.Optional<SessionRequest>())
            .RequireAuthorization(Rights.Open)
            .Produces<SessionAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized);
    }

    private static async Task<IResult> Begin(
        HttpContext context,
        AccessRules rules,
        Sessions sessions,
        ModelWarmUp warmUp
    )
    {
        SessionRequest? request = JsonRequest.IsThere(context.Request)
            ? await JsonRequest.ReadAsync(context.Request, StudioJson.Default.SessionRequest)
            : null;
        if (!Door.IsThisMachine(context) && Sessions.Of(context) is null && !rules.IsToken(request?.Token))
        {
            throw request?.Token is null ? Refusal.TokenNeeded() : Refusal.WrongToken();
        }

        warmUp.Begin();
        string id = Sessions.OfOrNew(context);
        sessions.Hand(context, id);
        return TypedResults.Ok(new SessionAnswer(sessions.KeyOf(id)));
    }
}

/// <param name="Token">What the studio printed for other machines; not needed on this one.</param>
internal sealed record SessionRequest(string? Token);

/// <param name="Session">The key of the session.</param>
internal sealed record SessionAnswer(string Session);
