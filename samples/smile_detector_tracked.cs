#!/usr/bin/env -S dotnet run
#:project ../src/Spotter
// And now with tracking, and with a small network in place of the cascade: who smiles does not flicker.
//     dotnet run samples/smile_detector_tracked.cs [VIDEO|CAMERA|ADDRESS]         the first camera unless given
using Spotter.Applications;
using Spotter.Media.Windows;
using Spotter.Sources;
using Spotter.Videos;
using Spotter.Vision;

var smiles = Smiles.Create(Detector.Faces());
await using var window = FfplayWindow.Open("smiles");
var run = await VideoRun.RunAsync(smiles, Source.Parse(args.FirstOrDefault("0")), new() { View = window });
Console.WriteLine($"{run.Frames} frames");
