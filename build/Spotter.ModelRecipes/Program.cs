using Spotter.ModelRecipes;
using Spotter.ModelRecipes.Landmarks;
using Spotter.ModelRecipes.Networks;

try
{
    switch (args)
    {
        case ["smiles", .. var rest]:
            SmileRecipe.Run(RecipeOptions.Parse(rest, Path.Combine("models", "smiles.network")));
            return 0;
        case ["landmarks", .. var rest]:
            LandmarkRecipe.Run(RecipeOptions.Parse(rest, Path.Combine("models", "landmarks.network")));
            return 0;
        case ["network", var name, .. var rest]:
            NetworkRecipeRun.Train(NetworkRecipeOptions.Parse(name, rest));
            return 0;
        case ["network-frames", .. var rest]:
            await VideoFrames.WriteAsync(NetworkRecipeOptions.Parse("road", rest)).ConfigureAwait(false);
            return 0;
        case ["network-calibrate", var name, .. var rest]:
            NetworkRecipeRun.Calibrate(NetworkRecipeOptions.Parse(name, rest));
            return 0;
        case ["network-report", var name, .. var rest]:
            NetworkRecipeRun.Report(NetworkRecipeOptions.Parse(name, rest));
            return 0;
        case ["network-samples", var name, .. var rest]:
            NetworkRecipeRun.Show(NetworkRecipeOptions.Parse(name, rest));
            return 0;
        default:
            Console.Error.WriteLine(
                "usage: ./train-models faces|road|landmarks|smiles [options]; the script says which"
            );
            return 2;
    }
}
catch (Exception problem) when (problem is ArgumentException or IOException or FormatException)
{
    Console.Error.WriteLine($"train-models: {problem.Message}");
    return 1;
}
