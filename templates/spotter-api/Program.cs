using Spotter;
using Spotter.Hosting;
using Spotter.Media;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSpotter(); // detectors are loaded once and shared by all requests; appsettings.json may set them
builder.Services.AddHealthChecks().AddSpotter();
WebApplication app = builder.Build();
app.MapHealthChecks("/health");

// curl --data-binary @photo.jpg http://localhost:5000/faces
app.MapPost("/faces", async (HttpRequest request, DetectorSet detectors, CancellationToken cancellationToken) =>
{
    using var sent = new MemoryStream();
    await request.Body.CopyToAsync(sent, cancellationToken);
    try
    {
        var picture = Picture.Load(sent.GetBuffer().AsSpan(0, (int)sent.Length));
        var found = detectors.Get("faces").Detect(picture, options: null, cancellationToken);
        return Results.Ok(
            new
            {
                picture.Width,
                picture.Height,
                Detections = found.Select(static face => new
                {
                    face.Label,
                    face.Score,
                    face.Box.X,
                    face.Box.Y,
                    W = face.Box.Width,
                    H = face.Box.Height,
                }),
            }
        );
    }
    catch (SpotterException problem)
    {
        return Results.Problem(problem.Message, statusCode: StatusCodes.Status400BadRequest);
    }
});

app.Run();
