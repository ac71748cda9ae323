#!/usr/bin/env -S dotnet run
#:project ../src/Spotter.Learning
// Teaches a small network to tell clothes apart: the first lesson on neural networks.
//     dotnet run samples/image_classifier.cs [FOLDER WITH FASHION-MNIST]         downloaded once unless given
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;

var (train, test) = await KnownDataset.FashionMnist.LoadAsync(args.FirstOrDefault()); // load
Console.WriteLine($"{train.Picture(0).Numbers()}\nis a picture of: {train.LabelOf(0)}"); // look
Layer[] layers = [new Flatten(), new Dense(128, ActivationKind.ReLU), new Dense(train.ClassNames.Count)]; // build
var network = new Sequential(train.ImageShape, layers);
Console.WriteLine(network.Summary());
var model = network.Compile(train.ClassNames, new Adam(), new SparseCategoricalCrossEntropy()); // compile
model.Fit(train, epochs: 10, report: Console.WriteLine); // fit
Console.WriteLine($"test: {model.Evaluate(test)}"); // evaluate
model.Save("clothes.network"); // save and load
var answers = ImageClassifier.Load("clothes.network").Classify(test.Picture(0)); // predict
Console.WriteLine($"answer: {answers[0].ClassName}, label: {test.LabelOf(0)}");
foreach (var answer in answers)
    Console.WriteLine($"{answer.Probability, 7:P1} {answer.ClassName}");
