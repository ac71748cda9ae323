using System.Globalization;

namespace Spotter.ModelRecipes.StreetRenders.Cars;

/// <summary>Which views of cars to draw.</summary>
/// <param name="Scenes">A list file of pictures that stand behind the cars.</param>
/// <param name="Output">The folder that receives the crops.</param>
/// <param name="Count">How many.</param>
/// <param name="Narrowest">Width by height of a car in the picture, at least.</param>
/// <param name="Widest">Width by height of a car in the picture, at most.</param>
/// <param name="Aspect">Width by height of what the crops show as the car.</param>
/// <param name="FacesLeft">Whether to mirror crops so that the end of the car that is seen is always at the
/// left.</param>
/// <param name="IsCut">Whether the picture's left edge cuts the cars off.</param>
/// <param name="Margin">How much the pictures show on each side of the car, in parts of the car.</param>
/// <param name="Seed">The same seed and scenes draw the same crops.</param>
internal sealed record CarRenderOptions(
    string Scenes,
    string Output,
    int Count,
    double Narrowest,
    double Widest,
    double Aspect,
    bool FacesLeft,
    bool IsCut,
    double Margin,
    int Seed
)
{
    public static CarRenderOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new CarRenderOptions("", "", 2500, 1.25, 1.85, 1.5, false, false, 0.25, 1);
        foreach ((string name, string value) in OptionPairs.Of(args))
        {
            double Number() => double.Parse(value, CultureInfo.InvariantCulture);
            options = name switch
            {
                "--scenes" => options with { Scenes = value },
                "--output" => options with { Output = value },
                "--count" => options with { Count = (int)Number() },
                "--narrowest" => options with { Narrowest = Number() },
                "--widest" => options with { Widest = Number() },
                "--aspect" => options with { Aspect = Number() },
                "--faces-left" => options with { FacesLeft = value == "yes" },
                "--cut" => options with { IsCut = value == "yes" },
                "--margin" => options with { Margin = Number() },
                "--seed" => options with { Seed = (int)Number() },
                _ => throw new ArgumentException($"unknown option {name}"),
            };
        }

        return options;
    }
}
