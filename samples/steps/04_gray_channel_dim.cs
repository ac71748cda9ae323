#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter
// What a picture consists of: dotnet run samples/steps/04_gray_channel_dim.cs PICTURE
// Writes gray.png, blue.png and dim.png, and prints the numbers of the first pixels.
using Spotter.Media;
using Spotter.Vision;

var picture = Picture.Load(args.FirstOrDefault("photo.jpg"));
picture.ToGray().Save("gray.png");
picture.Only(ColorChannel.Blue).Save("blue.png");
picture.Dim(0.3).Save("dim.png");

var corner = picture[new Box(0, 0, 3, 2)].Copy();
Console.WriteLine($"blue green red of 3 x 2 pixels:\n{corner.Numbers()}");
Console.WriteLine($"the same in gray:\n{corner.ToGray().Numbers()}");
