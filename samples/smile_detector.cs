#!/usr/bin/env -S dotnet run
#:project ../src/Spotter.Apps
// Watches faces and says below each whether it smiles, in a window that closes on q.
//     dotnet run samples/smile_detector.cs VIDEO|CAMERA|ADDRESS
using Spotter.Apps.Applications;
using Spotter.Apps.Videos;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Vision;
using Spotter.Vision.Detectors;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run samples/smile_detector.cs VIDEO|CAMERA|ADDRESS");
    return 2;
}

// Smiles are looked for only where they can be: in the mouth region of a face.
var detector = new NestedDetector(Detector.Faces(), [Smiles.SmileSearch()]);

await using var window = FfplayWindow.Open("smiles");
VideoSummary summary = await VideoRun.RunAsync(detector, VideoSource.Parse(args[0]), new VideoRunOptions
{
    View = window,
    Tracking = Smiles.Create(Detector.Faces()).Tracking,
    Drawing = Smiles.Create(Detector.Faces()).Drawing,
});
Console.WriteLine($"{summary.Frames} frames");
return 0;
