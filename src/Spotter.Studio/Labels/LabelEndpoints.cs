using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Studio.Datasets;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Labels;

/// <summary><c>/api/v1/labels</c>: pictures on which boxes are drawn, to make detectors of.</summary>
internal static class LabelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder labels = routes.MapGroup("/api/v1/labels").WithTags("Label");
        labels
            .MapGet("", static (LabelStore store) => TypedResults.Ok(store.List().Select(LabelsAnswer.Of).ToArray()))
            .WithName("listLabels")
            .WithSummary("List the sets of labelled pictures");
        labels
            .MapPost("", static (string? title, LabelStore store) =>
            {
                StoredLabels made = store.Create(title);
                return TypedResults.Created($"/api/v1/labels/{made.Id}", LabelsAnswer.Of(made));
            })
            .WithName("createLabels")
            .WithSummary("Make an empty set of pictures to draw boxes on");
        labels
            .MapGet("/{id}", static (string id, LabelStore store) => TypedResults.Ok(store.Get(id).List().ToArray()))
            .WithName("getLabels")
            .WithSummary("The pictures of a set, and what was drawn on each")
            .ProducesProblem(StatusCodes.Status404NotFound);
        labels
            .MapDelete("/{id}", static (string id, LabelStore store) =>
            {
                store.Remove(store.Get(id));
                return TypedResults.NoContent();
            })
            .WithName("removeLabels")
            .WithSummary("Remove a set of labelled pictures");
        labels
            .MapPost("/{id}/pictures", AddAsync)
            .WithName("addLabelPicture")
            .WithSummary("Add a picture to draw boxes on")
            .WithMetadata(FileBody.Picture)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        labels
            .MapGet(
                "/{id}/pictures/{name}",
                static (string id, string name, int? side, HttpContext context, LabelStore store) =>
                {
                    StoredLabels set = store.Get(id);
                    return SmallPicture.Serve(context, set.PathOf(LabelStore.GetPicture(set, name)), side);
                }
            )
            .WithName("getLabelPicture")
            .WithSummary("One picture of a set, or with side a thumbnail of it")
            .Produces<string>(StatusCodes.Status200OK, "image/jpeg");
        labels
            .MapPut("/{id}/pictures/{name}", DrawAsync)
            .WithName("drawBoxes")
            .WithSummary("Keep the boxes of a picture")
            .WithMetadata(JsonRequest.Required<BoxesRequest>());
        labels
            .MapDelete("/{id}/pictures/{name}", static (string id, string name, LabelStore store) =>
            {
                StoredLabels set = store.Get(id);
                store.Remove(set, LabelStore.GetPicture(set, name));
                return TypedResults.NoContent();
            })
            .WithName("removeLabelPicture")
            .WithSummary("Remove a picture and its boxes");
        labels
            .MapGet("/{id}/export", Export)
            .WithName("exportLabels")
            .WithSummary("Pictures and boxes as a zip, in the format coco, yolo or voc")
            .Produces<string>(StatusCodes.Status200OK, "application/zip");
    }

    private static async Task<Created<StoredPicture>> AddAsync(
        string id,
        string? name,
        HttpRequest request,
        LabelStore store,
        DetectService service
    )
    {
        StoredLabels set = store.Get(id);
        using PictureBody body = await service.ReadAsync(request);
        StoredPicture added = store.Add(set, name, body.Bytes);
        return TypedResults.Created($"/api/v1/labels/{id}/pictures/{added.Name}", added);
    }

    private static async Task<Ok<StoredPicture>> DrawAsync(
        string id,
        string name,
        HttpRequest request,
        LabelStore store
    )
    {
        BoxesRequest drawn = await JsonRequest.ReadAsync(request, StudioJson.Default.BoxesRequest);
        StoredLabels set = store.Get(id);
        return TypedResults.Ok(store.Draw(set, LabelStore.GetPicture(set, name), drawn.Boxes ?? [], drawn.IsDone));
    }

    private static FileStreamHttpResult Export(
        string id,
        HttpContext context,
        LabelStore store,
        DataFolders folders,
        string format = "coco"
    )
    {
        StoredLabels set = store.Get(id);
        string folder = Path.Combine(folders.Results, $"export-{Guid.NewGuid():N}");
        context.Response.OnCompleted(() =>
        {
            DataFolders.Remove(folder);
            return Task.CompletedTask;
        });
        return TypedResults.File(
            File.OpenRead(LabelExport.Zip(set, format, folder)),
            "application/zip",
            $"{set.Title}-{format}.zip"
        );
    }
}

/// <param name="Id">What requests call it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Pictures">Pictures in it.</param>
/// <param name="Done">Pictures whose boxes are all drawn.</param>
/// <param name="Labels">What was drawn, and how often.</param>
internal sealed record LabelsAnswer(
    string Id,
    string Title,
    int Pictures,
    int Done,
    IReadOnlyDictionary<string, int> Labels
)
{
    public static LabelsAnswer Of(StoredLabels set)
    {
        IReadOnlyList<StoredPicture> pictures = set.List();
        return new LabelsAnswer(
            set.Id,
            set.Title,
            pictures.Count,
            pictures.Count(static picture => picture.IsDone),
            pictures
                .SelectMany(static picture => picture.Boxes)
                .CountBy(static box => box.Label)
                .OrderBy(static entry => entry.Key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(StringComparer.Ordinal)
        );
    }
}

/// <param name="Boxes">All boxes of the picture, in pixels of it as shown.</param>
/// <param name="IsDone">Whether all objects have their boxes, so that the rest is background.</param>
internal sealed record BoxesRequest(IReadOnlyList<DrawnBox>? Boxes, bool IsDone);
