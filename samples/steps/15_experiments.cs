#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter.Learning
// No hidden layer, 64 units, 128, and 128 for longer: dotnet run samples/steps/15_experiments.cs [FOLDER]
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Networks;
using Spotter.Networks.Layers;

var (train, test) = await KnownDataset.FashionMnist.LoadAsync(args.FirstOrDefault());
foreach (var (units, epochs) in new[] { (0, 3), (64, 3), (128, 3), (128, 10) })
{
    List<Layer> layers = [new Flatten(), new Dense(train.ClassNames.Count)];
    if (units > 0)
        layers.Insert(1, new Dense(units, ActivationKind.ReLU));
    var model = new Sequential(train.ImageShape, layers).Compile(train.ClassNames);
    var result = model.Fit(train, epochs);
    var (learned, seen) = (result.History[^1].Accuracy, model.Evaluate(test).Accuracy);
    Console.WriteLine($"{units, 3} units, {epochs, 2} epochs: {learned:P1} of training right, {seen:P1} of test right");
}
