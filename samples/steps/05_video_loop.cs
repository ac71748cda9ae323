#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter
// A video is pictures, one after another: dotnet run samples/steps/05_video_loop.cs [VIDEO|CAMERA]
using Spotter;
using Spotter.Media;

using var window = ViewWindow.Open("video loop");
await foreach (var frame in Frames.From(args.FirstOrDefault("0")))
{
    if (window.Show(frame) == Key.Q)
        break; // the video, or the camera, is let go when the loop is left
}
