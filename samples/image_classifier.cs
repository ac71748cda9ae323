#!/usr/bin/env -S dotnet run
#:project ../src/Spotter.Workshop
// Teaches a small network to tell clothes apart: the first lesson on neural networks.
//     dotnet run samples/image_classifier.cs [FOLDER WITH FASHION-MNIST]
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Workshop.Plots;

var (train, test) = await KnownDataset.FashionMnist.LoadAsync(args.FirstOrDefault());
File.WriteAllBytes("clothes.png", SamplesSheet.Draw(train));

Layer[] layers = [new Flatten(), new Dense(128, ActivationKind.ReLU), new Dense(train.ClassNames.Count)];
var network = new Sequential(train.ImageShape, layers);
Console.WriteLine(network.Summary());

var classifier = new ImageClassifier(network, PixelNormalization.ZeroToOne(), train.ClassNames);
var loss = new SparseCategoricalCrossEntropy(FromLogits: true);
var trainer = new Trainer(
    new TrainingOptions
    {
        Optimizer = new Adam(),
        Loss = loss,
        Epochs = 10,
    }
);
var progress = new EpochProgress(epoch =>
    Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.Loss:0.0000}, accuracy {epoch.Accuracy:0.0000}")
);
trainer.Fit(classifier, train, progress: progress);

var evaluation = Evaluator.Run(classifier, test);
Console.WriteLine($"test accuracy: {evaluation.Accuracy:0.0000}");

Prediction[] predictions = [.. Prediction.All(evaluation, test).Take(16)];
Console.WriteLine($"the first one is: {test.ClassNames[predictions[0].Answer]}");
File.WriteAllBytes("predictions.png", PredictionGrid.Draw(test, predictions));
