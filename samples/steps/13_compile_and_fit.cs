#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter.Learning
// How a network is to learn, and learning: dotnet run samples/steps/13_compile_and_fit.cs [FOLDER WITH FASHION-MNIST]
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Layers;

var (train, _) = await KnownDataset.FashionMnist.LoadAsync(args.FirstOrDefault());
var network = new Sequential(train.ImageShape, [new Flatten(), new Dense(128, ActivationKind.ReLU), new Dense(10)]);
var model = network.Compile(train.ClassNames, new Adam(LearningRate: 0.001), new SparseCategoricalCrossEntropy());
model.Fit(train, epochs: 3, batchSize: 32, report: Console.WriteLine);
model.Save("clothes.network"); // 14_predict.cs goes on from here
