#!/usr/bin/env -S dotnet run
#:project ../src/Spotter
// Finds faces, and looks for a smile and for eyes inside each of them. The window closes on q.
//     dotnet run samples/smile_detector.cs [PICTURE|VIDEO|CAMERA|ADDRESS]         the first camera unless given
using Spotter;
using Spotter.Media;
using Spotter.Vision;

var (faces, smiles, eyes) = (Detector.Faces(), Detector.FromModel("haarcascade_smile"), Detector.Eyes());
var surely = new DetectionOptions { ScaleFactor = 1.1, MinNeighbors = 80 };
using var window = ViewWindow.Open("smiles");
await foreach (var frame in Frames.From(args.FirstOrDefault("0")))
{
    foreach (var face in faces.Detect(frame))
    {
        var head = frame[face.Box]; // a part of the frame: what is drawn on it is drawn on the frame
        var isSmiling = smiles.Detect(head, surely).Count > 0;
        foreach (var eye in eyes.Detect(head))
            head.DrawCircle(eye.Box, Color.Cyan);
        frame.Draw(face, Color.Green);
        if (isSmiling)
            frame.Write("smiling", face.Box, Color.Yellow);
    }

    if (window.Show(frame) == Key.Q)
        break;
}

window.WaitKey();
