#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter
// Searches every third frame and shows in between what was found last: a third of the work.
//     dotnet run samples/steps/10_skipping_frames.cs [VIDEO|CAMERA]
using Spotter;
using Spotter.Media;
using Spotter.Vision;

var faces = Detector.Faces();
IReadOnlyList<Detection> found = [];
using var window = ViewWindow.Open("skipping frames");
await foreach (var frame in Frames.From(args.FirstOrDefault("0")))
{
    if (frame.Index % 3 == 0)
        found = faces.Detect(frame);
    frame.Draw(found);
    if (window.Show(frame) == Key.Q)
        break;
}
