using Spotter.Media;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.StreetRenders.People;

/// <summary>
/// Draws streets with people, cars, and what is as upright as a person but is none, and writes where the people are in
/// the format of COCO: those that are seen well, and others as what counts neither way.
/// </summary>
internal static class PeopleRenderRecipe
{
    public static void Run(PeopleRenderOptions options)
    {
        GrayImage[] backgrounds = [.. File.ReadLines(options.Scenes).Select(static file => Picture.Load(file).Gray)];
        Directory.CreateDirectory(options.Output);
        var people = new DrawnPerson[options.Count][];
        Parallel.For(0, options.Count, number =>
        {
            var dice = Dice.Of(options.Seed, number);
            GrayImage background = dice.Of<GrayImage>(backgrounds);
            var scene = new PeopleScene(dice);
            people[number] = [.. scene.People()];
            new Frame(scene.Develop(background)).Save(Path.Combine(options.Output, CocoLabels.NameOf(number)));
        });
        var labels = new CocoLabels("person");
        foreach (DrawnPerson[] list in people)
        {
            labels.Add(
                PeopleScene.Width,
                PeopleScene.Height,
                list.Select(static person => (person.Box, !person.IsSeenWell))
            );
        }

        labels.Write(Path.Combine(options.Output, "people.json"));
        int seen = people.Sum(static list => list.Count(static person => person.IsSeenWell));
        Console.WriteLine($"{options.Output}: {options.Count} pictures, {seen} people who are seen well");
    }
}
