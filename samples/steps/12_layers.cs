#!/usr/bin/env -S dotnet run
#:project ../../src/Spotter.Learning
// Layers, and how many weights they have: dotnet run samples/steps/12_layers.cs
using Spotter.Networks;
using Spotter.Networks.Layers;

var network = new Sequential(
    TensorShape.Image(28, 28, 1),
    [
        new Flatten(), // 28 rows of 28 numbers become one row of 784
        new Dense(128, ActivationKind.ReLU), // 128 units, each with 784 weights and a bias
        new Dense(10), // one unit for each class
    ]
);
Console.WriteLine(network.Summary());
Console.WriteLine($"784 x 128 + 128 + 128 x 10 + 10 = {(784 * 128) + 128 + (128 * 10) + 10}");
