#!/usr/bin/env -S dotnet run
#:project ../src/Spotter
#:project ../src/Spotter.Onnx
// Follows people, yellow, and cars, red, in a window that closes on q.
//     dotnet run samples/car_and_pedestrian_tracker.cs [VIDEO|CAMERA|ADDRESS [CAR_MODEL]]         the first camera
//     unless given
using Spotter;
using Spotter.Applications;
using Spotter.Media.Windows;
using Spotter.Models;
using Spotter.Onnx;
using Spotter.Sources;
using Spotter.Videos;

try
{
    Application road = Road.Create(
        new RoadOptions { Cars = args.Length > 1 ? ModelFiles.Load(args[1], Road.Car, OnnxDetector.Load) : null }
    );
    await using var window = FfplayWindow.Open("cars and people");
    VideoSummary summary = await VideoRun.RunAsync(
        road,
        Source.Parse(args.FirstOrDefault("0")),
        new() { View = window }
    );
    foreach ((string label, int count) in summary.Identities)
    {
        Console.WriteLine($"{label}: {count}");
    }

    return 0;
}
catch (SpotterException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
