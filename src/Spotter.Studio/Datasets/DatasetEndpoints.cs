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
            .MapPost("/{id}/edit", EditAsync)
            .WithName("editDataset")
            .WithSummary("Rename a data set or a class, move pictures to another class, or remove them")
            .WithDescription(
                "Without names of pictures all of the class are meant, so that a class is renamed by moving it, and "
                    + "two are joined. A class without pictures is no more."
            )
            .WithMetadata(JsonRequest.Required<DatasetEdit>(), new PathsLimit())
            .ProducesProblem(StatusCodes.Status404NotFound);
        datasets
            .MapGet("/{id}/duplicates", static (string id, DatasetStore store, NearDuplicates duplicates) =>
                TypedResults.Ok(duplicates.Of(store.Get(id)))
            )
            .WithName("listDuplicates")
            .WithSummary("Groups of pictures that are nearly the same");
        datasets
            .MapGet("/{id}/pictures/{className}/{name}", Picture)
            .WithName("getDatasetPicture")
            .WithSummary("One picture of a data set, or with side a thumbnail of it")
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

    private static IResult Picture(
        string id,
        string className,
        string name,
        int? side,
        HttpContext context,
        DatasetStore store
    ) => SmallPicture.Serve(context, DatasetStore.Find(store.Get(id), className, name), side);

    private static async Task<Ok<DatasetAnswer>> EditAsync(string id, HttpRequest request, DatasetStore store)
    {
        DatasetEdit edit = await JsonRequest.ReadAsync(request, StudioJson.Default.DatasetEdit);
        StoredDataset dataset = store.Get(id);
        if (edit.Title is { } title)
        {
            StoredTitle.Write(dataset.Folder, title, dataset.Title);
        }

        if (edit.ClassName is { } from)
        {
            string className = ClassName.Check(from);
            string[] pictures = edit.Pictures is { } names
                ? [.. names.Select(name => DatasetStore.Find(dataset, className, name))]
                : [.. dataset.PicturesOf(className)];
            if (edit.MoveTo is { } to)
            {
                store.Move(dataset, pictures, ClassName.Check(to));
            }
            else if (edit.Remove)
            {
                store.Delete(dataset, pictures);
            }
            else
            {
                throw ProblemException.BadRequest("say what becomes of the pictures: moveTo another class, or remove");
            }
        }

        return TypedResults.Ok(DatasetAnswer.Of(dataset));
    }

    /// <summary>Room for the paths of a large data set.</summary>
    private sealed class PathsLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 16 << 20;
    }
}

/// <summary>What is to change in a data set.</summary>
internal sealed record DatasetEdit
{
    /// <summary>What people are to call it; as it was unless given.</summary>
    public string? Title { get; init; }

    /// <summary>The class whose pictures are meant; none unless given.</summary>
    public string? ClassName { get; init; }

    /// <summary>Names of its pictures; all of them unless given.</summary>
    public string[]? Pictures { get; init; }

    /// <summary>The class that they are to have.</summary>
    public string? MoveTo { get; init; }

    /// <summary>Whether they are removed.</summary>
    public bool Remove { get; init; }
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
