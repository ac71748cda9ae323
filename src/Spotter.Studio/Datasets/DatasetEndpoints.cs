using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Spotter.Learning.Datasets;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Datasets;

/// <summary><c>/api/v1/datasets</c></summary>
internal static class DatasetEndpoints
{
    private const int MostListed = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder datasets = routes.MapGroup("/api/v1/datasets").WithTags("Learn");
        datasets
            .MapGet("", static (DatasetStore store) => TypedResults.Ok(All(store)))
            .WithName("listDatasets")
            .WithSummary("List the data sets, those that are known by name after one's own");
        datasets
            .MapPost("", CreateAsync)
            .WithName("createDataset")
            .WithSummary("Make a data set: empty, or of a zip with a folder of pictures for each class")
            .WithMetadata(FileBody.Zip)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        datasets
            .MapGet("/{id}", static (string id, DatasetStore store) => TypedResults.Ok(DatasetAnswer.Of(store.Get(id))))
            .WithName("getDataset")
            .WithSummary("Say what classes a data set has");
        datasets
            .MapDelete("/{id}", static (string id, DatasetStore store) =>
            {
                store.Remove(store.Get(id));
                return TypedResults.NoContent();
            })
            .WithName("removeDataset")
            .WithSummary("Remove a data set");
        datasets
            .MapPost("/places", static async (HttpRequest request) =>
                TypedResults.Ok(DatasetLayout.Of(await JsonRequest.ReadAsync(request, StudioJson.Default.StringArray)))
            )
            .WithName("placePictures")
            .WithSummary("Say what part and class the pictures of a folder belong to, by their paths")
            .WithDescription(
                "Takes a list of paths of pictures, and answers in its order; null for a picture that is in no class."
            )
            .WithMetadata(JsonRequest.Required<string[]>(), new PathsLimit());
        datasets
            .MapPost("/{id}/pictures", AddAsync)
            .WithName("addDatasetPicture")
            .WithSummary("Add a picture of a class, to a part where the data set has parts")
            .WithMetadata(FileBody.Picture);
        datasets
            .MapGet("/{id}/pictures", static (string id, string? className, DatasetStore store) =>
                TypedResults.Ok(
                    store
                        .Get(id)
                        .PicturesOf(ClassName.Check(className))
                        .Take(MostListed)
                        .Select(static path => Path.GetFileName(path))
                        .ToArray()
                )
            )
            .WithName("listDatasetPictures")
            .WithSummary("List pictures of a class");
        datasets
            .MapGet("/{id}/pictures/{className}/{name}", Picture)
            .WithName("getDatasetPicture")
            .WithSummary("One picture of a data set")
            .WithMetadata(Caching.Fixed)
            .Produces<string>(StatusCodes.Status200OK, "image/jpeg", PictureTypes.Others);
    }

    private static DatasetAnswer[] All(DatasetStore store) =>
        [
            .. store.List().Select(DatasetAnswer.Of),
            .. KnownDataset.All.Select(static known => new DatasetAnswer(
                known.Name,
                known.Name,
                true,
                [.. known.ClassNames.Select(static name => new ClassCount(name, 0))],
                0,
                known.Title
            )),
        ];

    private static async Task<Created<DatasetAnswer>> CreateAsync(
        HttpRequest request,
        string? title,
        DatasetStore store,
        DatasetIntake intake
    )
    {
        bool isEmpty = request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null);
        DatasetAnswer made = isEmpty ? DatasetAnswer.Of(store.Create(title)) : await intake.TakeAsync(request, title);
        return TypedResults.Created($"/api/v1/datasets/{made.Id}", made);
    }

    private static async Task<NoContent> AddAsync(
        string id,
        string? className,
        string? part,
        HttpRequest request,
        DatasetStore store,
        DetectService service
    )
    {
        var place = new DatasetPlace(ClassName.CheckPart(part), ClassName.Check(className));
        StoredDataset dataset = store.Get(id);
        using PictureBody body = await service.ReadAsync(request);
        store.Add(dataset, place, body.Bytes);
        return TypedResults.NoContent();
    }

    private static PhysicalFileHttpResult Picture(string id, string className, string name, DatasetStore store)
    {
        // Compared with what is there: a name never becomes a path.
        string path = store
            .Get(id)
            .PicturesOf(ClassName.Check(className))
            .FirstOrDefault(path => Path.GetFileName(path) == name)
            ?? throw ProblemException.NotFound("there is no such picture");
        return TypedResults.PhysicalFile(path, PictureTypes.Of(name), entityTag: Caching.TagOf(path));
    }

    /// <summary>Room for the paths of a large data set.</summary>
    private sealed class PathsLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 16 << 20;
    }
}

/// <param name="Id">What requests call it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="IsKnown">True for public data sets, which are downloaded when they are first trained on.</param>
/// <param name="Classes">Its classes.</param>
/// <param name="LeftOut">Files of the archive that were no pictures or in no folder.</param>
/// <param name="About">What a public data set holds.</param>
internal sealed record DatasetAnswer(
    string Id,
    string Title,
    bool IsKnown,
    IReadOnlyList<ClassCount> Classes,
    int LeftOut,
    string? About = null
)
{
    public static DatasetAnswer Of(StoredDataset dataset) => new(dataset.Id, dataset.Title, false, dataset.Count(), 0);
}
