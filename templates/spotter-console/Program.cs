using Spotter;
using Spotter.Media;
using Spotter.Vision;

if (args.Length != 1)
{
    Console.Error.WriteLine("dotnet run PICTURE|FOLDER|VIDEO");
    return 2;
}

IDetector faces = Detector.Faces();
int number = 0;
await foreach (var frame in Frames.From(args[0]))
{
    var found = faces.Detect(frame);
    foreach (Detection face in found)
    {
        Console.WriteLine($"{face.Label} at {face.Box}, score {face.Score:F2}");
    }

    frame.Draw(found);
    frame.Save($"faces-{++number}.jpg");
}

Console.WriteLine($"{number} annotated copies: faces-1.jpg and on");
return 0;
