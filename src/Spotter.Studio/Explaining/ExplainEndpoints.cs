using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Studio.Access;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Explaining;

/// <summary><c>/api/v1/explain</c>: what a cascade looks at, and how its window goes over a picture.</summary>
internal static class ExplainEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/explain", ExplainAsync)
            .WithTags("Explain")
            .WithName("explain")
            .WithSummary("Explain a model on a picture")
            .WithDescription(
                "Of a cascade features, stages and a video of the window on its way, of a network its layers and "
                    + "scores, of any model what its surest find rests on; a trained classifier is run:NAME. It takes "
                    + "some seconds."
            )
            .WithMetadata(FileBody.Picture)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        routes
            .MapGet("/api/v1/explain", static (HttpContext context, ExplainService service) =>
                service.Progress(Sessions.Of(context)) is { } answer
                    ? TypedResults.Ok(answer)
                    : throw ProblemException.NotFound("nothing is being explained in this session")
            )
            .WithTags("Explain")
            .WithName("getExplanationProgress")
            .WithSummary("The figures that there are so far of the explanation that is being made")
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes
            .MapGet(
                "/api/v1/explain/{id}/{name}",
                static (string id, string name, HttpContext context, ExplainService service) =>
                    TypedResults.PhysicalFile(
                        service.Find(Sessions.Of(context), id, name),
                        name.EndsWith(".mp4", StringComparison.Ordinal) ? "video/mp4" : "image/png",
                        enableRangeProcessing: true
                    )
            )
            .WithTags("Explain")
            .WithName("getExplanationFigure")
            .WithSummary("A figure of an explanation")
            .WithMetadata(Caching.Fixed)
            .Produces<string>(StatusCodes.Status200OK, "image/png", "video/mp4");
    }

    private static async Task<Ok<ExplainAnswer>> ExplainAsync(
        string? model,
        HttpContext context,
        Sessions sessions,
        DetectService reading,
        ExplainService service
    )
    {
        string wanted = model ?? throw ProblemException.BadRequest("name a model: ?model=haarcascade_frontalface_alt2");
        using PictureBody body = await reading.ReadAsync(context.Request);
        string session = Sessions.OfOrNew(context);
        ExplainAnswer answer = await service.ExplainAsync(wanted, body, session, context.RequestAborted);
        sessions.Hand(context, session);
        return TypedResults.Ok(answer);
    }
}
