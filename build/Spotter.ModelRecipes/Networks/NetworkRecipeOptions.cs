using System.Globalization;

namespace Spotter.ModelRecipes.Networks;

/// <summary>What the recipes of networks take.</summary>
internal sealed record NetworkRecipeOptions
{
    public required string Name { get; init; }

    /// <summary>The folder of the data sets.</summary>
    public string Data { get; init; } =
        Environment.GetEnvironmentVariable("SPOTTER_DEV_DATA") ?? Path.Combine("..", "shared", "data");

    /// <summary>The folder with models/.</summary>
    public string Repository { get; init; } = ".";

    /// <summary>The model file.</summary>
    public required string Output { get; init; }

    /// <summary>A detector to begin with.</summary>
    public string? Begin { get; init; }

    /// <summary>Folders of frames of videos, as network-frames makes them; null for none.</summary>
    public string? Frames { get; init; }

    public int Steps { get; init; } = 20_000;

    public IReadOnlyList<int> Sizes { get; init; } = [256, 320, 448];

    public double LearningRate { get; init; } = 1.5e-3;

    public int StepsAMeasurement { get; init; } = 500;

    public int Threads { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>The longer side of pictures in reports; 0 takes the model's.</summary>
    public int InputSize { get; init; } = 448;

    public bool Resume { get; init; }

    /// <exception cref="ArgumentException">An option is unknown or has no value.</exception>
    public static NetworkRecipeOptions Parse(string name, ReadOnlySpan<string> args)
    {
        var options = new NetworkRecipeOptions { Name = name, Output = Path.Combine("models", name + ".network") };
        foreach ((string option, string value) in OptionPairs.Of(args))
        {
            options = option switch
            {
                "--data" => options with { Data = value },
                "--repository" => options with { Repository = value },
                "--output" => options with { Output = value },
                "--begin" => options with { Begin = value },
                "--frames" => options with { Frames = value },
                "--steps" => options with { Steps = Whole(value) },
                "--sizes" => options with { Sizes = [.. value.Split(',').Select(Whole)] },
                "--rate" => options with { LearningRate = double.Parse(value, CultureInfo.InvariantCulture) },
                "--measure" => options with { StepsAMeasurement = Whole(value) },
                "--threads" => options with { Threads = Whole(value) },
                "--seed" => options with { Seed = Whole(value) },
                "--input-size" => options with { InputSize = Whole(value) },
                "--resume" => options with { Resume = value == "yes" },
                _ => throw new ArgumentException(
                    $"unknown option {option}; there are --data, --repository, --frames, --output, --begin, --steps, "
                        + "--sizes, --rate, --measure, --threads, --seed, --input-size and --resume yes"
                ),
            };
        }

        return options;
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
