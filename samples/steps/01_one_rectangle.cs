#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter
// One rectangle, at coordinates that you type: dotnet run samples/steps/01_one_rectangle.cs PICTURE
using Spotter.Media;
using Spotter.Vision;

var picture = Picture.Load(args.FirstOrDefault("photo.jpg"));
picture.Draw(new Box(60, 20, 120, 80), Color.Green); // 60 from the left, 20 from the top, 120 wide, 80 high
picture.Show("one rectangle");
