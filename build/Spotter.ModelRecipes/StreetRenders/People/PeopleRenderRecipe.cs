using System.Text.Json;
using Spotter.Media;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.StreetRenders.People;

/// <summary>
/// Draws streets with people, cars, and what is as upright as a person but is none, and writes where the people are in the format
/// of COCO: those that are seen well, and others as what counts neither way.
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
            var dice = new Dice((options.Seed * 1_000_003) + number);
            GrayImage background = dice.Of<GrayImage>(backgrounds);
            var scene = new PeopleScene(dice);
            people[number] = [.. scene.People()];
            new Frame(scene.Develop(background)).Save(Path.Combine(options.Output, Name(number)));
        });
        File.WriteAllText(Path.Combine(options.Output, "people.json"), Labels(people));
        int seen = people.Sum(static list => list.Count(static person => person.IsSeenWell));
        Console.WriteLine($"{options.Output}: {options.Count} pictures, {seen} people who are seen well");
    }

    private static string Name(int number) => $"{number:D5}.png";

    private static string Labels(DrawnPerson[][] people) => JsonSerializer.Serialize(new
    {
        images = people.Select(static (_, number) => new { id = number, file_name = Name(number), width = PeopleScene.Width, height = PeopleScene.Height }),
        annotations = people.SelectMany(static (list, number) => list.Select(person => (number, person))).Select(static (item, id) => new
        {
            id,
            image_id = item.number,
            category_id = 1,
            bbox = (int[])[item.person.Box.X, item.person.Box.Y, item.person.Box.Width, item.person.Box.Height],
            iscrowd = item.person.IsSeenWell ? 0 : 1,
        }),
        categories = new[] { new { id = 1, name = "person" } },
    });
}
