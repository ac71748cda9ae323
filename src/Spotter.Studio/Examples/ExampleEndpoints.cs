using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Examples;

/// <summary><c>/api/v1/examples</c>: something to begin with, drawn by the studio or found on this machine.</summary>
internal static class ExampleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder examples = routes.MapGroup("/api/v1/examples").WithTags("Examples");
        examples
            .MapGet("", static (ExampleShelf shelf) => TypedResults.Ok(shelf.All))
            .WithName("listExamples")
            .WithSummary("List the examples: pictures, clips and sets to learn from");
        examples
            .MapGet("/{id}", FileAsync)
            .WithName("getExample")
            .WithSummary("An example's picture or clip")
            .Produces<string>(StatusCodes.Status200OK, "image/png")
            .ProducesProblem(StatusCodes.Status404NotFound);
        examples
            .MapPost("/{id}", static (string id, ExampleShelf shelf) => TypedResults.Ok(shelf.Make(id)))
            .WithName("makeExample")
            .WithSummary("Draw an example's data set or labelled pictures, to learn from")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<PhysicalFileHttpResult> FileAsync(string id, HttpContext context, ExampleShelf shelf)
    {
        (string path, string contentType) = await shelf.FileOfAsync(id, context.RequestAborted);
        return TypedResults.PhysicalFile(path, contentType, enableRangeProcessing: true);
    }
}

/// <param name="Id">What requests call it.</param>
/// <param name="Kind">picture, video, dataset (pictures with classes) or labels (pictures with boxes).</param>
/// <param name="Title">What people call it.</param>
/// <param name="About">What it shows, and what to do with it.</param>
internal sealed record ExampleAnswer(string Id, string Kind, string Title, string About);

/// <param name="Kind">dataset or labels.</param>
/// <param name="Id">The set that was made.</param>
internal sealed record ExampleMade(string Kind, string Id);
