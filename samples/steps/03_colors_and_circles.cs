#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter
// Bright random colours, thick lines, circles: dotnet run samples/steps/03_colors_and_circles.cs PICTURE
using Spotter.Media;
using Spotter.Vision;

var picture = Picture.Load(args.FirstOrDefault("photo.jpg"));
foreach (var face in Detector.Faces().Detect(picture))
{
    picture.Draw(face, Color.Random(), thickness: 6);
    picture.DrawCircle(face.Box, Color.White); // try new Color(255, 128, 0), too: red, green, blue
}

picture.Show("colors and circles");
