#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter
// Text below each face: dotnet run samples/steps/07_text.cs PICTURE
using Spotter.Media;
using Spotter.Vision;

var picture = Picture.Load(args.FirstOrDefault("photo.jpg"));
foreach (var face in Detector.Smiles().Detect(picture)) // a small network looks at each face
    picture.Write(face.Label == "smiling" ? "smiling" : $"a face, {face.Score:P0}", face.Box, Color.Yellow);

picture.Show("text");
