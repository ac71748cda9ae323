using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Studio.Hosting;
using Spotter.Workshop.Classifiers;

namespace Spotter.Studio.Classifiers;

/// <summary><c>/api/runs</c> and <c>/api/training</c></summary>
internal static class RunEndpoints
{
    private static readonly string[] Figures =
    [
        "curves",
        "samples",
        "weights",
        "confusion",
        "calibration",
        "predictions",
        "mistakes",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/training", static (TrainingService training) =>
                TypedResults.Ok(TrainingAnswer.Of(training.Latest))
            )
            .WithTags("Learn")
            .WithSummary("Say what is being trained now");
        RouteGroupBuilder runs = routes.MapGroup("/api/runs").WithTags("Learn");
        runs.MapGet("", static (TrainingService training) => TypedResults.Ok(List(training)))
            .WithSummary("List the runs, newest first");
        runs.MapPost("", static async (HttpRequest request, TrainingService training) =>
                TypedResults.Accepted(
                    "/api/training",
                    TrainingAnswer.Of(
                        training.Start(await JsonRequest.ReadAsync(request, StudioJson.Default.RunRequest))
                    )
                )
            )
            .WithSummary("Train a classifier on a data set")
            .WithMetadata(JsonRequest.Required<RunRequest>())
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapGet("/{name}", static (string name, TrainingService training) =>
                TypedResults.Ok(RunAnswer.Of(training.Get(name), isWhole: true))
            )
            .WithSummary("The curves and the confusion matrix of a run");
        runs.MapPost("/{name}/stop", static (string name, TrainingService training) =>
            {
                training.Stop(training.Get(name));
                return TypedResults.NoContent();
            })
            .WithSummary("Stop training; the run can be resumed");
        runs.MapPost("/{name}/resume", static async (string name, HttpRequest request, TrainingService training) =>
            {
                RunFolder run = training.Get(name);
                ResumeRequest wanted = await JsonRequest.ReadAsync(request, StudioJson.Default.ResumeRequest);
                return TypedResults.Accepted("/api/training", TrainingAnswer.Of(training.Resume(run, wanted.Epochs)));
            })
            .WithSummary("Go on with a run, or make it longer")
            .WithMetadata(JsonRequest.Required<ResumeRequest>());
        runs.MapDelete("/{name}", static (string name, TrainingService training) =>
            {
                training.Remove(training.Get(name));
                return TypedResults.NoContent();
            })
            .WithSummary("Remove a run");
        runs.MapGet("/{name}/model", static (string name, TrainingService training) =>
                Serve(training.Get(name).ModelPath, "application/octet-stream", $"{name}.onnx")
            )
            .WithSummary("The trained network as an ONNX file")
            .Produces<string>(StatusCodes.Status200OK, "application/octet-stream");
        runs.MapGet("/{name}/figures/{figure}", static (string name, string figure, TrainingService training) =>
                Figures.Contains(figure, StringComparer.Ordinal)
                    ? Serve(training.Get(name).PathOf($"{figure}.png"), "image/png", null)
                    : throw ProblemException.NotFound($"a figure is one of {string.Join(", ", Figures)}")
            )
            .WithSummary("A figure of the run's report, as PNG")
            .Produces<string>(StatusCodes.Status200OK, "image/png");
    }

    private static RunAnswer[] List(TrainingService training) =>
        [.. training.Runs.List().Reverse().Select(Read).OfType<RunAnswer>()];

    // One damaged run must not hide the others.
    private static RunAnswer? Read(RunFolder run)
    {
        try
        {
            return RunAnswer.Of(run, isWhole: false);
        }
        catch (RunException)
        {
            return null;
        }
    }

    private static PhysicalFileHttpResult Serve(string path, string contentType, string? name) =>
        File.Exists(path)
            ? TypedResults.PhysicalFile(path, contentType, name)
            : throw ProblemException.NotFound("it is not made yet; wait for the first epoch, or for the end");
}
