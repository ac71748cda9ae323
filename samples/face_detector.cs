#!/usr/bin/env -S dotnet run
#:project ../src/Spotter
// Finds faces: dotnet run samples/face_detector.cs [PICTURE|VIDEO|CAMERA|ADDRESS], live ones in a window that closes on
// q.
using Spotter.Files;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Videos;
using Spotter.Vision;

string source = args.Length > 0 ? args[0] : "0"; // the first camera
try
{
    if (VideoFiles.IsVideo(source))
    {
        await using var window = FfplayWindow.Open("faces");
        await VideoRun.RunAsync(
            Detector.Faces(),
            VideoSource.Parse(source),
            new VideoRunOptions { View = window, SmallestShare = 0.1 }
        );
        return;
    }
    var picture = Picture.Load(source);
    var faces = Detector.Faces().Detect(picture);
    new Outputs([source]).Write("faces.png", picture.Draw(faces).Bgr.Encode(PictureFormat.Png));
    Console.WriteLine($"{faces.Count} found, drawn in faces.png");
}
catch (IOException e)
{
    Console.Error.WriteLine(e.Message);
    Environment.ExitCode = 1;
}
