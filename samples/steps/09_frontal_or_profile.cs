#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter
// Two cascades, one answer: faces from the front, and those from the side that are not the same again.
//     dotnet run samples/steps/09_frontal_or_profile.cs PICTURE
using Spotter.Media;
using Spotter.Vision;

var picture = Picture.Load(args.FirstOrDefault("photo.jpg"));
var frontal = Detector.FromModel("haarcascade_frontalface_alt2").Detect(picture);
var profile = Detector.ProfileFaces().Detect(picture);
var all = frontal.ToList();
foreach (var face in profile)
{
    if (all.TrueForAll(known => known.Box.IntersectionOverUnion(face.Box) < 0.3))
        all.Add(face);
}

Console.WriteLine($"{frontal.Count} from the front, {profile.Count} from the side, {all.Count} faces");
picture.Draw(all);
picture.Show("frontal or profile");
