#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter
// Eyes, in the upper half of each face only: dotnet run samples/steps/08_eyes.cs PICTURE
using Spotter.Media;
using Spotter.Vision;

var picture = Picture.Load(args.FirstOrDefault("photo.jpg"));
var eyes = Detector.Eyes();
foreach (var face in Detector.Faces().Detect(picture))
{
    var upperHalf = picture[face.Box with { Height = face.Box.Height / 2 }];
    var found = eyes.Detect(upperHalf);
    foreach (var eye in found)
        upperHalf.DrawCircle(eye.Box, Color.Cyan);
    picture.Write($"{found.Count} eyes", face.Box, Color.Cyan);
}

picture.Show("eyes");
