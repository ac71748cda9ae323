using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio.Hosting;
using Spotter.Vision.Images;

namespace Spotter.Studio.Datasets;

/// <summary>
/// Pictures of sets as they are, or small: a page of a hundred photos must not send a hundred photos.
/// </summary>
internal static class SmallPicture
{
    internal const int Least = 16;
    internal const int Most = 1280;

    /// <param name="context">The request; a browser keeps the answer, since a name never gets another picture.</param>
    /// <param name="path">The picture's file.</param>
    /// <param name="side">The longer side in pixels; null serves the file as it is.</param>
    /// <exception cref="ProblemException">The side is out of range.</exception>
    public static IResult Serve(HttpContext context, string path, int? side)
    {
        if (side is < Least or > Most)
        {
            throw ProblemException.BadRequest($"side must be {Least} to {Most} pixels, got {side}");
        }

        context.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        return side is { } pixels && Smaller(path, pixels) is { } jpeg
            ? TypedResults.File(jpeg, "image/jpeg")
            : TypedResults.PhysicalFile(path, TypeOf(path));
    }

    // Null where it is small already, or where it cannot be read: then the browser says so.
    private static byte[]? Smaller(string path, int side)
    {
        try
        {
            Frame picture = Picture.Load(path);
            int longer = Math.Max(picture.Width, picture.Height);
            return longer <= side
                ? null
                : picture
                    .Bgr.Resize(Math.Max(1, picture.Width * side / longer), Math.Max(1, picture.Height * side / longer))
                    .Encode(PictureFormat.Jpeg);
        }
        catch (PictureException)
        {
            return null;
        }
    }

    private static string TypeOf(string path) =>
        Path.GetExtension(path) switch
        {
            ".jpg" => "image/jpeg",
            ".webp" => "image/webp",
            ".gif" => "image/gif",
            ".bmp" => "image/bmp",
            _ => "image/png",
        };
}
