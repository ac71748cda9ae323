using System.Globalization;

namespace Spotter.ModelRecipes;

/// <summary>What every recipe takes.</summary>
/// <param name="Data">The folder of the data sets.</param>
/// <param name="Output">Where the model goes.</param>
/// <param name="Epochs">Passes over the data; null takes the recipe's.</param>
/// <param name="Threads">0 takes one a core.</param>
/// <param name="Fold">The part of the data, from 1 on, to keep apart and to judge on instead of writing a model; null
/// for none.</param>
internal sealed record RecipeOptions(string Data, string Output, int? Epochs, int Threads, int? Fold)
{
    /// <summary>The network that finds eyes, nose and mouth.</summary>
    public string Landmarks { get; init; } = Path.Combine("models", "landmarks.network");

    /// <summary>Reads <c>--data DIR --output FILE --landmarks FILE --epochs N --threads N --fold N</c>.</summary>
    /// <exception cref="ArgumentException">An option is unknown or has no value.</exception>
    public static RecipeOptions Parse(ReadOnlySpan<string> args, string defaultOutput)
    {
        var options = new RecipeOptions(
            Environment.GetEnvironmentVariable("SPOTTER_DEV_DATA") ?? Path.Combine("..", "shared", "data"),
            defaultOutput,
            null,
            0,
            null
        );
        foreach ((string name, string value) in OptionPairs.Of(args))
        {
            options = name switch
            {
                "--data" => options with { Data = value },
                "--output" => options with { Output = value },
                "--epochs" => options with { Epochs = int.Parse(value, CultureInfo.InvariantCulture) },
                "--threads" => options with { Threads = int.Parse(value, CultureInfo.InvariantCulture) },
                "--fold" => options with { Fold = int.Parse(value, CultureInfo.InvariantCulture) },
                "--landmarks" => options with { Landmarks = value },
                _ => throw new ArgumentException(
                    $"unknown option {name}; there are --data, --output, --landmarks, --epochs, --threads and "
                        + "--fold"
                ),
            };
        }

        return options;
    }

    /// <summary>A folder of the data.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not there.</exception>
    public string Folder(string name)
    {
        string folder = Path.Combine(Data, name);
        return Directory.Exists(folder)
            ? folder
            : throw new DirectoryNotFoundException(
                $"{folder}: no such folder; name the folder of the data sets with --data"
            );
    }
}
