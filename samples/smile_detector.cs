#!/usr/bin/env -S dotnet run
#:project ../src/Spotter
// Watches faces and says below each whether it smiles, in a window that closes on q.
//     dotnet run samples/smile_detector.cs [VIDEO|CAMERA|ADDRESS]         the first camera unless given
using Spotter;
using Spotter.Applications;
using Spotter.Media.Windows;
using Spotter.Sources;
using Spotter.Videos;
using Spotter.Vision;

// A small network looks at each face that is found.
Application smiles = Smiles.Create(Detector.Faces());
try
{
    await using var window = FfplayWindow.Open("smiles");
    VideoSummary summary = await VideoRun.RunAsync(
        smiles,
        Source.Parse(args.FirstOrDefault("0")),
        new() { View = window }
    );
    Console.WriteLine($"{summary.Frames} frames");
    return 0;
}
catch (SpotterException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
