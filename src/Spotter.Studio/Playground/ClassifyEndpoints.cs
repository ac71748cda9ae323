using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Studio.Classifiers;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Studio.Scheduling;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;

namespace Spotter.Studio.Playground;

/// <summary><c>/api/classify</c>, and what happens inside.</summary>
internal static class ClassifyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/classify", ClassifyAsync)
            .WithTags("Learn")
            .WithSummary("Ask a trained network what a picture shows")
            .WithDescription(
                "The picture is scaled to the network's size; invert turns dark on bright into bright on dark."
            )
            .WithMetadata(FileBody.Picture);
        routes
            .MapPost("/api/runs/{name}/activations", ActivationsAsync)
            .WithTags("Learn")
            .WithSummary("What each layer of a network makes of a picture")
            .WithMetadata(FileBody.Picture);
    }

    private static async Task<Ok<ClassifyAnswer>> ClassifyAsync(
        string? run,
        HttpContext context,
        RunModels models,
        DetectService service,
        ByteBudget budget,
        StudioLimits limits,
        FairScheduler scheduler,
        bool invert = false
    )
    {
        ImageClassifier classifier = models.Get(run ?? throw ProblemException.BadRequest("name a run: ?run=NAME"));
        service.CheckRoom();
        using PictureBody body = await PictureBody.ReadAsync(context.Request, budget, limits.PictureBytes);
        return TypedResults.Ok(
            await scheduler.RunAsync(
                $"classify {context.Connection.Id}",
                () => Classify(classifier, Load(body, classifier, limits, invert)),
                context.RequestAborted
            )
        );
    }

    private static async Task<Ok<IReadOnlyList<LayerAnswer>>> ActivationsAsync(
        string name,
        HttpContext context,
        RunModels models,
        DetectService service,
        ByteBudget budget,
        StudioLimits limits,
        FairScheduler scheduler,
        bool invert = false
    )
    {
        ImageClassifier classifier = models.Get(name);
        service.CheckRoom();
        using PictureBody body = await PictureBody.ReadAsync(context.Request, budget, limits.PictureBytes);
        return TypedResults.Ok(
            await scheduler.RunAsync(
                $"classify {context.Connection.Id}",
                () =>
                    LayerActivations.Of(
                        classifier,
                        Pixels(Load(body, classifier, limits, invert), classifier.Network.InputShape)
                    ),
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

    private static BgrImage Load(PictureBody body, ImageClassifier classifier, StudioLimits limits, bool invert)
    {
        TensorShape input = classifier.Network.InputShape;
        BgrImage picture = PictureFit.Fit(
            Picture.Load(body.Bytes, new PictureLoadOptions { MaxPixels = limits.PicturePixels }).Bgr,
            input.Width,
            input.Height
        );
        return invert
            ? new BgrImage(
                [
                    .. picture
                        .Pixels.Take(picture.Width * picture.Height * 3)
                        .Select(static value => (byte)(byte.MaxValue - value)),
                ],
                picture.Width,
                picture.Height
            )
            : picture;
    }

    private static byte[] Pixels(BgrImage picture, TensorShape input)
    {
        if (input.Channels == 1)
        {
            return picture.ToGray().Pixels[..input.Length];
        }

        var pixels = new byte[input.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            // Networks take red first, pictures have blue.
            pixels[i] = picture.Pixels[i - i % 3 + 2 - i % 3];
        }

        return pixels;
    }
}

/// <param name="Classes">All classes, the most probable first.</param>
/// <param name="Ms">Milliseconds of the network alone.</param>
internal sealed record ClassifyAnswer(ClassAnswer[] Classes, double Ms);

/// <param name="Name">The class.</param>
/// <param name="Probability">0 to 1.</param>
internal sealed record ClassAnswer(string Name, double Probability);
