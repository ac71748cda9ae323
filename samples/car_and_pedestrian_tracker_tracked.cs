#!/usr/bin/env -S dotnet run
#:project ../src/Spotter
// And now with tracking: every car and every person has a number, and at the end you know how many there were.
//     dotnet run samples/car_and_pedestrian_tracker_tracked.cs [VIDEO|CAMERA|ADDRESS]         the first camera unless
//     given
using Spotter.Applications;
using Spotter.Media.Windows;
using Spotter.Sources;
using Spotter.Videos;

await using var window = FfplayWindow.Open("cars and people");
var run = await VideoRun.RunAsync(Road.Create(), Source.Parse(args.FirstOrDefault("0")), new() { View = window });
foreach (var (label, count) in run.Identities)
    Console.WriteLine($"{label}: {count}");
