#!/usr/bin/env -S dotnet run
#:project ../src/Spotter
// Finds faces: dotnet run samples/face_detector.cs [PICTURE|VIDEO|CAMERA|ADDRESS], the first camera unless given.
using Spotter;
using Spotter.Media;
using Spotter.Vision;

var faces = Detector.Faces();
using var window = ViewWindow.Open("faces");
await foreach (var frame in Frames.From(args.FirstOrDefault("0")))
{
    foreach (var face in faces.Detect(frame))
    {
        frame.Draw(face, Color.Random());
        Console.WriteLine(face.Box); // x, y, width x height
    }

    if (window.Show(frame) == Key.Q)
        break;
}

window.WaitKey(); // a picture stays until any key is pressed
