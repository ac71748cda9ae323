using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Networks;
using Spotter.Studio.Classifiers;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;

namespace Spotter.Studio.Playground;

/// <summary><c>/api/v1/classify</c>, and what happens inside.</summary>
internal static class ClassifyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/classify", ClassifyAsync)
            .WithTags("Learn")
            .WithName("classify")
            .WithSummary("Ask a trained network what a picture shows")
            .WithDescription(
                "The picture is scaled to the network's size; invert turns dark on bright into bright on dark."
            )
            .WithMetadata(FileBody.Picture);
        routes
            .MapPost("/api/v1/runs/{name}/activations", ActivationsAsync)
            .WithTags("Learn")
            .WithName("getActivations")
            .WithSummary("What each layer of a network makes of a picture")
            .WithMetadata(FileBody.Picture);
    }

    private static Task<Ok<ClassifyAnswer>> ClassifyAsync(
        string? run,
        HttpContext context,
        RunModels models,
        DetectService service,
        bool invert = false
    )
    {
        ImageClassifier classifier = models.Get(run ?? throw ProblemException.BadRequest("name a run: ?run=NAME"));
        return AskAsync(classifier, invert, context, service, Classify);
    }

    private static Task<Ok<IReadOnlyList<LayerAnswer>>> ActivationsAsync(
        string name,
        HttpContext context,
        RunModels models,
        DetectService service,
        bool invert = false
    ) => AskAsync(models.Get(name), invert, context, service, LayerActivations.Of);

    private static async Task<Ok<T>> AskAsync<T>(
        ImageClassifier classifier,
        bool inverts,
        HttpContext context,
        DetectService service,
        Func<ImageClassifier, BgrImage, T> ask
    )
    {
        service.CheckRoom();
        using PictureBody body = await service.ReadAsync(context.Request);
        return TypedResults.Ok(
            await service.RunAsync(
                $"classify {context.Connection.Id}",
                body,
                picture => ask(classifier, PictureFit.Fit(picture.Bgr, classifier, inverts)),
                context.RequestAborted
            )
        );
    }

    private static ClassifyAnswer Classify(ImageClassifier classifier, BgrImage picture)
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<ClassScore> scores = classifier.Classify(picture);
        return new ClassifyAnswer(
            [.. scores.Select(static score => new ClassAnswer(score.ClassName, Math.Round(score.Probability, 4)))],
            Timing.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds)
        );
    }
}

/// <param name="Classes">All classes, the most probable first.</param>
/// <param name="Ms">Milliseconds of the network alone.</param>
internal sealed record ClassifyAnswer(ClassAnswer[] Classes, double Ms);

/// <param name="Name">The class.</param>
/// <param name="Probability">0 to 1.</param>
internal sealed record ClassAnswer(string Name, double Probability);
