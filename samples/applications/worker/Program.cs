// A service that watches a folder for pictures, and a camera if there is one:
//   dotnet run --project samples/applications/worker -- --Watch:Folder=inbox --Watch:Camera=rtsp://192.0.2.7/live
using Spotter.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSpotter();
if (builder.Configuration["Watch:Folder"] is { Length: > 0 } folder)
{
    builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<FolderWatch>(services, folder));
}

if (builder.Configuration["Watch:Camera"] is { Length: > 0 } camera)
{
    builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<CameraWatch>(services, camera));
}

builder.Build().Run();
