#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter
// Faces, and smiles inside each face only: dotnet run samples/steps/06_nested_smiles.cs PICTURE
using Spotter.Media;
using Spotter.Vision;

var picture = Picture.Load(args.FirstOrDefault("photo.jpg"));
var smiles = Detector.FromModel("haarcascade_smile");
var surely = new DetectionOptions { ScaleFactor = 1.1, MinNeighbors = 80 }; // fewer neighbours: more false alarms
foreach (var face in Detector.Faces().Detect(picture))
{
    picture.Draw(face, Color.Green);
    var head = picture[face.Box]; // a part of the picture, not a copy
    foreach (var smile in smiles.Detect(head, surely))
        head.Draw(smile, Color.Red); // smile.Box counts from the corner of the head
}

picture.Show("nested smiles");
