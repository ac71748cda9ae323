using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Studio.Access;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Jobs;

/// <summary><c>/api/v1/jobs</c>: files that are searched in the background, and their results.</summary>
internal static class JobEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder jobs = routes.MapGroup("/api/v1/jobs").WithTags("Jobs");
        jobs.MapPost("", CreateAsync)
            .WithName("createJob")
            .WithSummary("Search a picture or video in the background")
            .WithDescription(
                "Takes the file as the body (its name as ?name=) or as a file of a form. Style is boxes, labels, "
                    + "captions (labels without boxes), blur, pixelate or solid."
            )
            .WithMetadata(FileBody.PictureOrVideo)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        jobs.MapGet("", static (HttpContext context, JobStore store) =>
                TypedResults.Ok(store.Of(Sessions.Of(context)).Select(JobAnswer.From).ToArray())
            )
            .WithName("listJobs")
            .WithSummary("List the session's jobs, newest first");
        jobs.MapGet("/{id}", static (string id, HttpContext context, JobStore store) =>
                TypedResults.Ok(JobAnswer.From(Find(id, context, store)))
            )
            .WithName("getJob")
            .WithSummary("Say how far a job is and what it found")
            .ProducesProblem(StatusCodes.Status404NotFound);
        jobs.MapPost("/{id}/cancel", static (string id, HttpContext context, JobStore store) =>
            {
                Job job = Find(id, context, store);
                job.Cancel();
                return TypedResults.Ok(JobAnswer.From(job));
            })
            .WithName("cancelJob")
            .WithSummary("Stop a job; what was done by then is kept");
        jobs.MapPost("/{id}/again", Again)
            .WithName("searchAgain")
            .WithSummary("Search the file of a job again, with other settings; the job stays as it is")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        jobs.MapDelete("/{id}", static (string id, HttpContext context, JobStore store) =>
            {
                store.Remove(Find(id, context, store));
                return TypedResults.NoContent();
            })
            .WithName("removeJob")
            .WithSummary("Stop a job and remove its files");
        JobFileEndpoints.Map(jobs);
    }

    public static Job Find(string id, HttpContext context, JobStore store) => store.Get(Sessions.Of(context), id);

    private static Accepted<JobAnswer> Again(
        string id,
        [AsParameters] DetectQuery query,
        [AsParameters] JobLooks looks,
        HttpContext context,
        DetectorShelf shelf,
        JobStore store,
        JobIntake intake
    )
    {
        Job job = intake.Again(Find(id, context, store), JobRequest.From(shelf, query, looks));
        return TypedResults.Accepted($"/api/v1/jobs/{job.Id}", JobAnswer.From(job));
    }

    private static async Task<Accepted<JobAnswer>> CreateAsync(
        [AsParameters] DetectQuery query,
        [AsParameters] JobLooks looks,
        HttpContext context,
        Sessions sessions,
        DetectorShelf shelf,
        JobIntake intake,
        RepeatableRequests repeatable
    )
    {
        JobRequest wanted = JobRequest.From(shelf, query, looks);
        string session = Sessions.OfOrNew(context);
        using RepeatableRequests.Claim? claim = RepeatableRequests.KeyOf(context.Request) is { } key
            ? repeatable.Begin(session, key, context.Request.QueryString.ToString())
            : null;
        if (claim?.Job is { } made)
        {
            await intake.CheckSameAsync(context.Request, made);
            context.Response.Headers[RepeatableRequests.RepeatedHeader] = "true";
            return TypedResults.Accepted($"/api/v1/jobs/{made.Id}", JobAnswer.From(made));
        }

        Job job = await intake.TakeAsync(context.Request, session, wanted);
        if (claim is not null)
        {
            claim.Job = job;
        }

        sessions.Hand(context, session);
        return TypedResults.Accepted($"/api/v1/jobs/{job.Id}", JobAnswer.From(job));
    }
}
