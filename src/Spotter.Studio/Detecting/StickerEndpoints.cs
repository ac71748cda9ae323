using Microsoft.AspNetCore.Http.HttpResults;
using SkiaSharp;
using Spotter.Media.Drawing.Stickers;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Detecting;

/// <summary><c>/api/v1/stickers</c>: what can be put on faces.</summary>
internal static class StickerEndpoints
{
    private static readonly Dictionary<string, Lazy<byte[]>> Pictures = Sticker.BuiltInNames.ToDictionary(
        static name => name,
        static name => new Lazy<byte[]>(() => ToPng(Sticker.Parse(name))),
        StringComparer.Ordinal
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder stickers = routes.MapGroup("/api/v1/stickers").WithTags("Detect");
        stickers
            .MapGet("", static () => TypedResults.Ok(Sticker.BuiltInNames.Select(StickerAnswer.Of).ToArray()))
            .WithName("listStickers")
            .WithSummary("List the stickers, and how they sit on a face");
        stickers
            .MapGet("/{name}", Picture)
            .WithName("getSticker")
            .WithSummary("A sticker as a PNG picture with transparent parts")
            .WithMetadata(Caching.Checked)
            .Produces<string>(StatusCodes.Status200OK, "image/png")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static FileContentHttpResult Picture(string name) =>
        Pictures.TryGetValue(name, out Lazy<byte[]>? png)
            ? TypedResults.File(png.Value, "image/png", entityTag: Caching.TagOf(png.Value))
            : throw ProblemException.NotFound("there is no such sticker; GET /api/v1/stickers lists them");

    private static byte[] ToPng(Sticker sticker)
    {
        using SKData data = sticker.Image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}

/// <param name="Name">What requests call it.</param>
/// <param name="Place">head, eyes, nose or mouth.</param>
/// <param name="Width">How wide it is, in eye distances.</param>
/// <param name="Down">How far below its place its anchor is, in eye distances.</param>
/// <param name="AnchorY">Where in the sticker the anchor is: 0 at its upper edge, 1 at its lower one.</param>
internal sealed record StickerAnswer(string Name, string Place, double Width, double Down, double AnchorY)
{
    public static StickerAnswer Of(string name)
    {
        Sticker sticker = Sticker.Parse(name);
        return new(
            name,
            sticker.Place.ToString().ToLowerInvariant(),
            sticker.Fit.Width,
            sticker.Fit.Down,
            sticker.Fit.AnchorY
        );
    }
}
