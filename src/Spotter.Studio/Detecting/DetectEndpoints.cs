using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Applications;
using Spotter.Studio.Access;
using Spotter.Studio.Hosting;
using Spotter.Vision;

namespace Spotter.Studio.Detecting;

/// <summary><c>/api/v1/detect</c> and <c>/api/v1/models</c></summary>
internal static class DetectEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/detect", DetectAsync)
            .WithTags("Detect")
            .WithName("detect")
            .WithSummary("Find things in a picture")
            .WithDescription(
                "Takes the bytes of a JPEG, PNG, WebP, BMP or GIF file as the body, or as a file of a form."
            )
            .WithMetadata(FileBody.Picture)
            .Produces<DetectAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        routes
            .MapGet("/api/v1/models", static (DetectorShelf shelf) =>
                TypedResults.Ok(shelf.All.Select(ModelAnswer.From).ToArray())
            )
            .WithTags("Detect")
            .WithName("listModels")
            .WithSummary("List the detectors");
        routes
            .MapPost("/api/v1/models", static async (HttpRequest request, OwnNetworks networks) =>
            {
                DetectorChoice taken = await networks.TakeAsync(request);
                return TypedResults.Created($"/api/v1/models/{taken.Id}", ModelAnswer.From(taken));
            })
            .WithTags("Detect")
            .WithName("addModel")
            .WithSummary("Bring a network of one's own")
            .WithDescription(
                "Takes an .onnx file as the body, with its name in the query, or as a file of a form. It is parsed and "
                    + "tried in a process of its own, and a detector under the id of the answer from then on."
            )
            .WithMetadata(FileBody.Network)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status501NotImplemented)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage);
        routes
            .MapDelete("/api/v1/models/{id}", static (string id, OwnNetworks networks) =>
            {
                networks.Remove(id);
                return TypedResults.NoContent();
            })
            .WithTags("Detect")
            .WithName("removeModel")
            .WithSummary("Remove a network that was brought")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<DetectAnswer>> DetectAsync(
        [AsParameters] DetectQuery query,
        HttpContext context,
        DetectorShelf shelf,
        DetectService service
    )
    {
        Application application = shelf.Get(query.Detector);
        DetectionOptions options = query.ToSettings().ToOptions(application.Detector);
        service.CheckRoom();
        using PictureBody body = await service.ReadAsync(context.Request);
        long arrived = Stopwatch.GetTimestamp();
        SearchedPicture searched = await service.SearchAsync(
            LaneOf(context),
            body,
            application.Detector,
            options,
            context.RequestAborted
        );
        double waited =
            Stopwatch.GetElapsedTime(arrived).TotalMilliseconds
            - searched.DecodeMilliseconds
            - searched.SearchMilliseconds;
        return TypedResults.Ok(
            new DetectAnswer(
                searched.Width,
                searched.Height,
                FoundBox.From(searched.Detections),
                Timing.Round(searched.SearchMilliseconds),
                Timing.Round(searched.DecodeMilliseconds),
                Timing.Round(Math.Max(0, waited))
            )
        );
    }

    private static string LaneOf(HttpContext context) =>
        Sessions.Of(context) ?? context.Connection.RemoteIpAddress?.ToString() ?? "";
}

/// <summary>The query of a search.</summary>
internal sealed class DetectQuery
{
    /// <summary>Names of detectors, separated by commas; faces unless given.</summary>
    public string? Detector { get; init; }

    /// <inheritdoc cref="SearchSettings.ScaleFactor"/>
    public double? ScaleFactor { get; init; }

    /// <inheritdoc cref="SearchSettings.MinNeighbors"/>
    public int? MinNeighbors { get; init; }

    /// <inheritdoc cref="SearchSettings.MinSize"/>
    public int? MinSize { get; init; }

    /// <inheritdoc cref="SearchSettings.MaxSize"/>
    public int? MaxSize { get; init; }

    /// <inheritdoc cref="SearchSettings.InputSize"/>
    public int? InputSize { get; init; }

    /// <inheritdoc cref="SearchSettings.MinScore"/>
    public double? MinScore { get; init; }

    public SearchSettings ToSettings() =>
        new()
        {
            ScaleFactor = ScaleFactor,
            MinNeighbors = MinNeighbors,
            MinSize = MinSize,
            MaxSize = MaxSize,
            InputSize = InputSize,
            MinScore = MinScore,
        };
}

/// <param name="Width">Pixels a row, of the picture as shown.</param>
/// <param name="Height">Rows.</param>
/// <param name="Detections">What was found, best first.</param>
/// <param name="Ms">Milliseconds of the search alone.</param>
/// <param name="DecodeMs">Milliseconds of reading the picture.</param>
/// <param name="QueueMs">Milliseconds of waiting for a processor.</param>
internal sealed record DetectAnswer(
    int Width,
    int Height,
    FoundBox[] Detections,
    double Ms,
    double DecodeMs,
    double QueueMs
);

/// <param name="Id">What requests call it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="About">What it finds.</param>
/// <param name="Kind">application, cascade, channels or network; onnx for other people's networks.</param>
internal sealed record ModelAnswer(string Id, string Title, string About, string Kind)
{
    public static ModelAnswer From(DetectorChoice choice) => new(choice.Id, choice.Title, choice.About, choice.Kind);
}
