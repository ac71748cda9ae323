using Spotter.Applications;
using Spotter.Media.Windows;
using Spotter.Sources;
using Spotter.Videos;

// The first camera, or what is named: a video file, an address (http, rtsp), another camera by its number.
// q closes the window.
string source = args.FirstOrDefault("0");
await using var window = FfplayWindow.Open("faces");
VideoSummary run = await VideoRun.RunAsync(Faces.Create(), Source.Parse(source), new VideoRunOptions { View = window });
Console.WriteLine($"{run.Identities.GetValueOrDefault("face")} faces in {run.Frames} frames");
