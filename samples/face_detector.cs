#!/usr/bin/env -S dotnet run
#:project ../src/Spotter
// Finds faces: dotnet run samples/face_detector.cs [PICTURE|VIDEO|CAMERA|ADDRESS], live ones in a window that closes on
// q.
using Spotter;
using Spotter.Applications;
using Spotter.Batches;
using Spotter.Media.Windows;
using Spotter.Searching;
using Spotter.Sources;
using Spotter.Videos;

try
{
    Source source = Source.Parse(args.FirstOrDefault("0")); // the first camera
    if (source.Videos.Count > 0)
    {
        await using var window = FfplayWindow.Open("faces");
        await VideoRun.RunAsync(Faces.Create(), source, new() { View = window });
        return;
    }

    BatchSummary summary = PictureRun.Run(
        Faces.Create(),
        source,
        new() { WritesCopies = true, Output = "faces.png" },
        static progress => Console.Error.Write(progress.Latest.Problem)
    );
    Console.WriteLine($"{summary.Detections} found, drawn in faces.png");
    Environment.ExitCode = summary.Failed;
}
catch (SpotterException e)
{
    Console.Error.WriteLine(e.Message);
    Environment.ExitCode = 1;
}
