#!/usr/bin/env -S dotnet run
#:project ../src/Spotter.Apps
// Finds the faces in a picture, or live in a video, a camera (0) or a stream, in a window that closes on q.
//     dotnet run samples/face_detector.cs SOURCE
using Spotter.Apps.Videos;
using Spotter.Media;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Vision;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run samples/face_detector.cs PICTURE|VIDEO|CAMERA|ADDRESS");
    return 2;
}

if (VideoFiles.IsVideo(args[0]))
{
    await using var window = FfplayWindow.Open("faces");
    await VideoRun.RunAsync(Detector.Faces(), VideoSource.Parse(args[0]), new VideoRunOptions { View = window });
    return 0;
}

var picture = Picture.Load(args[0]);
var faces = Detector.Faces().Detect(picture);
picture.Draw(faces).Save("faces.png");
Console.WriteLine($"{faces.Count} found, drawn in faces.png");
return 0;
