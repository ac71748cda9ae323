#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter.Learning
// What the network of step 13 says of pictures that it has never seen, and what they are.
//     dotnet run samples/steps/14_predict.cs [FOLDER WITH FASHION-MNIST]
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Networks;
using Spotter.Vision.Images;

var (_, test) = await KnownDataset.FashionMnist.LoadAsync(args.FirstOrDefault());
var classifier = ImageClassifier.Load("clothes.network");
for (var i = 0; i < 10; i++)
{
    var answer = classifier.Classify(test.Picture(i))[0]; // the most probable class comes first
    var mark = answer.ClassName == test.LabelOf(i) ? "right" : "WRONG";
    Console.WriteLine($"picture {i}: {answer.ClassName} ({answer.Probability:P0}), label {test.LabelOf(i)}: {mark}");
}
