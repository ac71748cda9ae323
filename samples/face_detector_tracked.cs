#!/usr/bin/env -S dotnet run
#:project ../src/Spotter
// And now with tracking: every face keeps its number and its colour from frame to frame.
//     dotnet run samples/face_detector_tracked.cs [VIDEO|CAMERA|ADDRESS]         the first camera unless given
using Spotter.Applications;
using Spotter.Media.Windows;
using Spotter.Sources;
using Spotter.Videos;

await using var window = FfplayWindow.Open("faces");
var run = await VideoRun.RunAsync(Faces.Create(), Source.Parse(args.FirstOrDefault("0")), new() { View = window });
Console.WriteLine($"{run.Identities.GetValueOrDefault("face")} faces in {run.Frames} frames");
