using System.Globalization;

namespace Spotter.ModelRecipes.StreetRenders.People;

/// <summary>What streets to draw.</summary>
/// <param name="Scenes">A list file of pictures that stand behind, without people.</param>
/// <param name="Output">The folder that receives the pictures.</param>
/// <param name="Count">How many.</param>
/// <param name="Seed">The same seed and scenes draw the same pictures.</param>
internal sealed record PeopleRenderOptions(string Scenes, string Output, int Count, int Seed)
{
    /// <exception cref="ArgumentException">An option is unknown or has no value.</exception>
    public static PeopleRenderOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new PeopleRenderOptions("", "", 1500, 1);
        foreach ((string name, string value) in OptionPairs.Of(args))
        {
            options = name switch
            {
                "--scenes" => options with { Scenes = value },
                "--output" => options with { Output = value },
                "--count" => options with { Count = int.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                _ => throw new ArgumentException($"unknown option {name}"),
            };
        }

        return options;
    }
}
