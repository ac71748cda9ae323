#!/usr/bin/env -S dotnet run
#:project ../src/Spotter.Media
// Finds the faces in a picture and draws a bright box around each.
//     dotnet run samples/face_detector.cs PICTURE
using Spotter.Media;
using Spotter.Vision;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run samples/face_detector.cs PICTURE");
    return 2;
}

var picture = Picture.Load(args[0]);
var faces = Detector.Faces().Detect(picture);

foreach (var face in faces)
{
    Console.WriteLine($"a face {face.Box.Width} pixels wide at {face.Box.X}, {face.Box.Y}");
}

picture.Draw(faces).Save("faces.png");
Console.WriteLine($"{faces.Count} found, drawn in faces.png");
return 0;
