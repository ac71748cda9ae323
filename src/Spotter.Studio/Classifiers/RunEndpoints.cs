using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Studio.Access;
using Spotter.Studio.Hosting;
using Spotter.Workshop.Classifiers;

namespace Spotter.Studio.Classifiers;

/// <summary><c>/api/v1/runs</c> and <c>/api/v1/training</c></summary>
internal static class RunEndpoints
{
    public static readonly string[] Figures =
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
            .MapGet("/api/v1/training", static (TrainingService training) =>
                TypedResults.Ok(TrainingAnswer.Of(training.Latest))
            )
            .WithTags("Learn")
            .WithName("getTraining")
            .WithSummary("Say what is being trained now");
        RouteGroupBuilder runs = routes.MapGroup("/api/v1/runs").WithTags("Learn");
        runs.MapGet("", static (TrainingService training) => TypedResults.Ok(List(training)))
            .WithName("listRuns")
            .WithSummary("List the runs, newest first");
        runs.MapPost("", static async (HttpRequest request, TrainingService training) =>
            {
                RunRequest wanted = await JsonRequest.ReadAsync(request, StudioJson.Default.RunRequest);
                return wanted.Folder is null || Door.IsThisMachine(request.HttpContext)
                    ? TypedResults.Accepted("/api/v1/training", TrainingAnswer.Of(training.Start(wanted)))
                    : throw ProblemException.BadRequest("folder: only who sits at the studio's machine names one");
            })
            .WithName("createRun")
            .WithSummary("Train a classifier on a data set")
            .WithMetadata(JsonRequest.Required<RunRequest>())
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapGet("/{name}", static (string name, TrainingService training) =>
                TypedResults.Ok(RunAnswer.Of(training.Get(name), isWhole: true))
            )
            .WithName("getRun")
            .WithSummary("The curves and the confusion matrix of a run");
        runs.MapPost("/{name}/stop", static (string name, TrainingService training) =>
            {
                training.Stop(training.Get(name));
                return TypedResults.NoContent();
            })
            .WithName("stopRun")
            .WithSummary("Stop training; the run can be resumed");
        runs.MapPost("/{name}/resume", static async (string name, HttpRequest request, TrainingService training) =>
            {
                RunFolder run = training.Get(name);
                ResumeRequest wanted = await JsonRequest.ReadAsync(request, StudioJson.Default.ResumeRequest);
                return TypedResults.Accepted(
                    "/api/v1/training",
                    TrainingAnswer.Of(training.Resume(run, wanted.Epochs))
                );
            })
            .WithName("resumeRun")
            .WithSummary("Go on with a run, or make it longer")
            .WithMetadata(JsonRequest.Required<ResumeRequest>());
        runs.MapDelete("/{name}", static (string name, TrainingService training) =>
            {
                training.Remove(training.Get(name));
                return TypedResults.NoContent();
            })
            .WithName("removeRun")
            .WithSummary("Remove a run");
        runs.MapGet("/{name}/model", static (string name, TrainingService training) =>
                Serve(training.Get(name).ModelPath, "application/octet-stream", $"{name}.onnx")
            )
            .WithName("getRunModel")
            .WithSummary("The trained network as an ONNX file")
            .WithMetadata(Caching.Checked)
            .Produces<string>(StatusCodes.Status200OK, "application/octet-stream");
        runs.MapGet("/{name}/figures/{figure}", static (string name, string figure, TrainingService training) =>
                Figures.Contains(figure, StringComparer.Ordinal)
                    ? Serve(training.Get(name).PathOf($"{figure}.png"), "image/png", null)
                    : throw ProblemException.NotFound($"a figure is one of {string.Join(", ", Figures)}")
            )
            .WithName("getRunFigure")
            .WithSummary("A figure of the run's report, as PNG")
            .WithMetadata(Caching.Checked)
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
            ? TypedResults.PhysicalFile(path, contentType, name, entityTag: Caching.TagOf(path))
            : throw ProblemException.NotFound("it is not made yet; wait for the first epoch, or for the end");
}
