// A web API that answers what is in a picture:
//   dotnet run --project samples/applications/api
//   curl --data-binary @photo.jpg http://localhost:5000/detect/faces
using Microsoft.AspNetCore.Http.HttpResults;
using Spotter;
using Spotter.Hosting;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Vision;

const int MostBytes = 20_000_000;
const long MostPixels = 50_000_000;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MostBytes);
builder.Services.AddSpotter();
builder.Services.AddHealthChecks().AddSpotter();
var app = builder.Build();

app.MapHealthChecks("/health");
app.MapPost("/detect/{name}", DetectAsync);
app.Run();

static async Task<Results<Ok<Answer>, ProblemHttpResult>> DetectAsync(
    string name,
    HttpRequest request,
    DetectorSet detectors,
    CancellationToken cancellationToken
)
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body, cancellationToken);
    try
    {
        var detector = detectors.Get(name);
        var picture = Picture.Load(body.ToArray(), new PictureLoadOptions { MaxPixels = MostPixels });
        var found = await Task.Run(
            () => detector.Detect(picture, cancellationToken: cancellationToken),
            cancellationToken
        );
        return TypedResults.Ok(new Answer(picture.Width, picture.Height, [.. found.Select(Found.Of)]));
    }
    catch (ArgumentException e)
    {
        return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status404NotFound); // no such detector
    }
    catch (SpotterException e)
    {
        return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status415UnsupportedMediaType); // no picture
    }
}

/// <summary>What was found in a picture of this size.</summary>
record Answer(int Width, int Height, Found[] Detections);

/// <summary>A box in pixels of the picture, from its top left corner.</summary>
record Found(string Label, double Score, int X, int Y, int Width, int Height)
{
    public static Found Of(Detection d) => new(d.Label, d.Score, d.Box.X, d.Box.Y, d.Box.Width, d.Box.Height);
}
