#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter.Learning
// A data set, and its n-th picture as the numbers that a network sees.
//     dotnet run samples/steps/11_data_set.cs [FOLDER WITH FASHION-MNIST [N]]         downloaded once unless given
using System.Globalization;
using Spotter.Learning.Datasets;

var (train, test) = await KnownDataset.FashionMnist.LoadAsync(args.FirstOrDefault());
var n = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
Console.WriteLine($"{train.Count} pictures to learn from, {test.Count} to be tested with, {train.ImageShape} each");
Console.WriteLine(string.Join(", ", train.ClassNames));
Console.WriteLine(train.Picture(n).Numbers());
Console.WriteLine($"picture {n} is labelled {train.Labels[n]}: {train.LabelOf(n)}");
