using Spotter.ModelRecipes;
using Spotter.ModelRecipes.Networks;
using Spotter.ModelRecipes.StreetRenders.Cars;
using Spotter.ModelRecipes.StreetRenders.People;

try
{
    switch (args)
    {
        case ["smiles", .. var rest]:
            SmileRecipe.Run(RecipeOptions.Parse(rest, Path.Combine("models", "smiles", "smiles.network")));
            return 0;
        case ["car-renders", .. var rest]:
            CarRenderRecipe.Run(CarRenderOptions.Parse(rest));
            return 0;
        case ["people-renders", .. var rest]:
            PeopleRenderRecipe.Run(PeopleRenderOptions.Parse(rest));
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
                "usage: ./train-models smiles [--data DIR] [--output FILE] [--epochs N] [--threads N] [--fold N]"
            );
            return 2;
    }
}
catch (Exception problem) when (problem is ArgumentException or IOException or FormatException)
{
    Console.Error.WriteLine($"train-models: {problem.Message}");
    return 1;
}
