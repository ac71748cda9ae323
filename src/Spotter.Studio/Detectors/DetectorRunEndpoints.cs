using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Studio.Hosting;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Detectors;

namespace Spotter.Studio.Detectors;

/// <summary><c>/api/v1/detector-runs</c>: detectors that learn from drawn boxes.</summary>
internal static class DetectorRunEndpoints
{
    private static readonly string[] Figures = ["curves", "finds", "misses", "false_alarms", "precision_recall"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/detector-training", static (DetectorTrainingService training) =>
                TypedResults.Ok(training.Describe())
            )
            .WithTags("Label")
            .WithName("getDetectorTraining")
            .WithSummary("Say what detector is being trained now");
        routes
            .MapPost("/api/v1/detector-training/stop", static (DetectorTrainingService training) =>
            {
                training.Stop();
                return TypedResults.NoContent();
            })
            .WithTags("Label")
            .WithName("stopDetectorTraining")
            .WithSummary("Stop training a detector; it can be resumed")
            .ProducesProblem(StatusCodes.Status409Conflict);
        routes
            .MapPost("/api/v1/detector-training/resume", static (DetectorTrainingService training) =>
                TypedResults.Accepted("/api/v1/detector-training", training.Describe(training.Resume()))
            )
            .WithTags("Label")
            .WithName("resumeDetectorTraining")
            .WithSummary("Go on with the detector whose training was stopped")
            .ProducesProblem(StatusCodes.Status409Conflict);
        RouteGroupBuilder runs = routes.MapGroup("/api/v1/detector-runs").WithTags("Label");
        runs.MapGet("", static (DetectorTrainingService training) =>
                TypedResults.Ok(
                    training.Runs.Reverse().Select(DetectorRunAnswer.Of).OfType<DetectorRunAnswer>().ToArray()
                )
            )
            .WithName("listDetectorRuns")
            .WithSummary("List the runs of detectors, newest first");
        runs.MapPost("", static async (HttpRequest request, DetectorTrainingService training) =>
                TypedResults.Accepted(
                    "/api/v1/detector-training",
                    training.Describe(
                        training.Start(await JsonRequest.ReadAsync(request, StudioJson.Default.DetectorRunRequest))
                    )
                )
            )
            .WithName("createDetectorRun")
            .WithSummary("Train a detector on the pictures of a set that are done")
            .WithMetadata(JsonRequest.Required<DetectorRunRequest>())
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapDelete("/{name}", static (string name, DetectorTrainingService training) =>
            {
                training.Remove(training.Get(name));
                return TypedResults.NoContent();
            })
            .WithName("removeDetectorRun")
            .WithSummary("Remove the run of a detector; its model stays");
        runs.MapGet("/{name}/model", static (string name, DetectorTrainingService training) =>
                Serve(training.Get(name).NetworkPath, "application/octet-stream", $"{name}.network")
            )
            .WithName("getDetectorModel")
            .WithSummary("The trained detector, as a file that the tool and the library take")
            .Produces<string>(StatusCodes.Status200OK, "application/octet-stream");
        runs.MapGet("/{name}/figures/{figure}", static (string name, string figure, DetectorTrainingService training) =>
                Figures.Contains(figure, StringComparer.Ordinal)
                    ? Serve(training.Get(name).PathOf($"{figure}.png"), "image/png", null)
                    : throw ProblemException.NotFound($"a figure is one of {string.Join(", ", Figures)}")
            )
            .WithName("getDetectorFigure")
            .WithSummary(
                "A figure of the run: curves, and finds, misses and false alarms on pictures kept aside, as PNG"
            )
            .Produces<string>(StatusCodes.Status200OK, "image/png");
    }

    private static PhysicalFileHttpResult Serve(string path, string contentType, string? name) =>
        File.Exists(path)
            ? TypedResults.PhysicalFile(path, contentType, name)
            : throw ProblemException.NotFound("it is not made yet; wait for the end, or there was nothing to show");

    /// <summary>The figures that a run has.</summary>
    public static string[] FiguresOf(RunFolder run) =>
        [.. Figures.Where(figure => File.Exists(run.PathOf($"{figure}.png")))];
}

/// <summary>The run of a detector as answers tell it.</summary>
internal sealed record DetectorRunAnswer
{
    public required string Name { get; init; }

    /// <summary><c>running</c>, <c>finished</c> or <c>interrupted</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>What it finds.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Pictures that it learned from.</summary>
    public int Pictures { get; init; }

    /// <summary>Pictures that were kept aside to judge it by.</summary>
    public int KeptAside { get; init; }

    public int Steps { get; init; }

    /// <summary>On the pictures kept aside, the mean of the classes, 0 to 1.</summary>
    public double? AveragePrecision { get; init; }

    /// <summary>Seconds that it took.</summary>
    public double? Seconds { get; init; }

    /// <summary>Names of the figures that there are.</summary>
    public required IReadOnlyList<string> Figures { get; init; }

    // One damaged run must not hide the others.
    public static DetectorRunAnswer? Of(RunFolder run)
    {
        try
        {
            DetectorRunConfiguration configuration = run.ReadDetector();
            DetectorRunResult? result = run.ReadDetectorResult();
            return new DetectorRunAnswer
            {
                Name = run.Name,
                State = run.State.ToString().ToLowerInvariant(),
                Created = configuration.Created,
                Labels = configuration.Labels,
                Pictures = configuration.Pictures,
                KeptAside = configuration.KeptAside,
                Steps = configuration.Steps,
                AveragePrecision = result?.AveragePrecision,
                Seconds = result?.Seconds,
                Figures = DetectorRunEndpoints.FiguresOf(run),
            };
        }
        catch (RunException)
        {
            return null;
        }
    }
}

/// <summary>What detector is being trained now.</summary>
internal sealed record DetectorTrainingAnswer
{
    /// <summary>
    /// <c>idle</c>, <c>preparing</c>, <c>training</c>, <c>measuring</c>, <c>ended</c>, <c>stopped</c> or
    /// <c>failed</c>.
    /// </summary>
    public required string State { get; init; }

    /// <summary>The set that it learns from.</summary>
    public string? Labels { get; init; }

    public string? Run { get; init; }

    /// <summary>The id of the model, once there is one.</summary>
    public string? Model { get; init; }

    public string? Error { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public int Step { get; init; }

    public int Steps { get; init; }

    public double? RemainingSeconds { get; init; }

    /// <summary>How the loss went.</summary>
    public IReadOnlyList<LossAnswer> Curve { get; init; } = [];

    /// <summary>How the run fares on pictures kept aside, from measurement to measurement.</summary>
    public IReadOnlyList<PrecisionAnswer> Precision { get; init; } = [];

    public static DetectorTrainingAnswer Of(DetectorWork? work, IReadOnlyList<DetectorMeasurement> measured) =>
        work is null
            ? new DetectorTrainingAnswer { State = "idle" }
            : new DetectorTrainingAnswer
            {
                State = work.State.ToString().ToLowerInvariant(),
                Labels = work.Set.Id,
                Run = work.Run,
                Model = work.Model?.Id,
                Error = work.Error,
                Notes = work.Notes,
                Step = work.Progress?.Stage ?? 0,
                Steps = work.Steps,
                RemainingSeconds = work.Progress?.Remaining is { } left ? Math.Round(left.TotalSeconds, 1) : null,
                Curve =
                [
                    .. work.Curve.Select(static one => new LossAnswer(
                        one.Step,
                        Math.Round(one.ScoreLoss, 4),
                        Math.Round(one.BoxLoss, 4)
                    )),
                ],
                Precision =
                [
                    .. measured
                        .Where(static one => one.AveragePrecision is not null)
                        .Select(static one => new PrecisionAnswer(
                            one.Step,
                            Math.Round(one.AveragePrecision!.Value, 4)
                        )),
                ],
            };
}

/// <param name="Step">The step.</param>
/// <param name="Score">How far scores are from what they should be, a running mean.</param>
/// <param name="Box">How far boxes are from what they should be, a running mean of 1 - GIoU.</param>
internal sealed record LossAnswer(int Step, double Score, double Box);

/// <param name="Step">The step.</param>
/// <param name="Value">Average precision, 0 to 1.</param>
internal sealed record PrecisionAnswer(int Step, double Value);
