#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter
// The detector finds the coordinates, a loop draws them: dotnet run samples/steps/02_loop_over_faces.cs PICTURE
using Spotter.Media;
using Spotter.Vision;

var picture = Picture.Load(args.FirstOrDefault("photo.jpg"));
var faces = Detector.Faces().Detect(picture);
Console.WriteLine($"{faces.Count} faces");
foreach (var face in faces)
{
    Console.WriteLine(face.Box); // x, y, width x height
    picture.Draw(face, Color.Green);
}

picture.Show("faces");
