using System.Numerics;
using System.Text.Json;
using Spotter.Media;
using Spotter.ModelRecipes.StreetRenders.Cars;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.StreetRenders.People;

/// <summary>
/// Draws streets with people, cars, and what is as upright as a person but is none, and writes where the people are in the format
/// of COCO: those that are seen well, and others as what counts neither way.
/// </summary>
internal static class PeopleRenderRecipe
{
    private const int Width = 384;
    private const int Height = 256;
    private const float Nearest = 4;
    private const float NearestCar = 7;
    private const float Farthest = 30;
    private const float LeastVisible = 0.65f;
    private const float HiddenBelow = 0.1f;
    private const int LeastHeight = 40;

    // Of what the detector learns as a person.
    private const float Aspect = 40 / 96f;

    public static void Run(PeopleRenderOptions options)
    {
        GrayImage[] scenes = [.. File.ReadLines(options.Scenes).Select(static file => Picture.Load(file).Gray)];
        Directory.CreateDirectory(options.Output);
        var people = new List<Person>[options.Count];
        Parallel.For(0, options.Count, number =>
        {
            var dice = new Dice((options.Seed * 1_000_003) + number);
            people[number] = [];
            new Frame(Draw(dice, dice.Of<GrayImage>(scenes), people[number])).Save(Path.Combine(options.Output, Name(number)));
        });
        File.WriteAllText(Path.Combine(options.Output, "people.json"), JsonSerializer.Serialize(new
        {
            images = people.Select(static (_, number) => new { id = number, file_name = Name(number), width = Width, height = Height }),
            annotations = people.SelectMany(static (list, number) => list.Select(person => (number, person))).Select(static (item, id) => new
            {
                id,
                image_id = item.number,
                category_id = 1,
                bbox = (int[])[item.person.Box.X, item.person.Box.Y, item.person.Box.Width, item.person.Box.Height],
                iscrowd = item.person.IsSeenWell ? 0 : 1,
            }),
            categories = new[] { new { id = 1, name = "person" } },
        }));
        int seen = people.Sum(static list => list.Count(static person => person.IsSeenWell));
        Console.WriteLine($"{options.Output}: {options.Count} pictures, {seen} people who are seen well");
    }

    private static string Name(int number) => $"{number:D5}.png";

    private static GrayImage Draw(Dice dice, GrayImage background, List<Person> people)
    {
        float height = dice.Between(1.1, 2.2);

        // From wide to narrow: half the picture's width, a metre ahead.
        float reach = dice.Between(0.2, 0.6);
        float across = reach * 2 * Height / Width;
        float horizon = across * dice.Between(0.3, 0.6);
        var part = new Vector4(-reach, -horizon, reach, across - horizon);
        Raster raster = StreetView.Begin(height, part, Width, Height);
        var pillars = new List<Pillar>();
        var builder = new FurnitureBuilder(dice);
        for (int count = 1 + dice.Below(6); count > 0; count--)
        {
            Vector2 foot = Place();
            Stand(foot, builder.Build(foot));
        }

        var bodies = new List<(Vector2 Foot, IReadOnlyList<Mesh> Meshes)>();
        for (int count = 1 + dice.Below(5); count > 0; count--)
        {
            bool isInCompany = bodies.Count > 0 && dice.Chance(0.3);
            Vector2 foot = isInCompany
                ? bodies[^1].Foot + new Vector2((dice.Chance(0.5) ? 1 : -1) * dice.Between(0.4, 0.8), dice.Normal(0.4))
                : Place();
            bodies.Add((foot, PersonBuilder.Build(dice, foot, dice.Between(0, 2 * Math.PI))));
            Stand(foot, bodies[^1].Meshes);
        }

        var cars = new List<Mesh>();
        for (int count = dice.Below(3); count > 0; count--)
        {
            cars.Add(CarMesh.Build(new CarLooks(dice), Place(NearestCar), dice.Chance(0.6) ? (MathF.PI / 2) + dice.Normal(0.2) : dice.Between(0, 2 * Math.PI)));
            raster.Draw(cars[^1]);
        }

        foreach ((_, IReadOnlyList<Mesh> meshes) in bodies)
        {
            Raster alone = StreetView.Begin(height, part, Width, Height);
            foreach (Mesh mesh in meshes)
            {
                alone.Draw(mesh);
            }

            float visible = (float)raster.Count([.. meshes]) / Math.Max(alone.Count([.. meshes]), 1);
            if (Find(raster, meshes, visible) is { } person)
            {
                people.Add(person);
            }
        }

        return StreetView.Develop(dice, raster, cars, pillars, background, Distance(dice, Nearest));

        Vector2 Place(float nearest = Nearest)
        {
            float ahead = Distance(dice, nearest);
            return new Vector2(ahead * reach * dice.Between(-1, 1), ahead);
        }

        void Stand(Vector2 foot, IReadOnlyList<Mesh> meshes)
        {
            pillars.Add(Pillar.Of(foot, meshes));
            foreach (Mesh mesh in meshes)
            {
                raster.Draw(mesh);
            }
        }
    }

    private static float Distance(Dice dice, float nearest) => nearest * MathF.Pow(Farthest / nearest, dice.Between(0, 1));

    private static Person? Find(Raster raster, IReadOnlyList<Mesh> meshes, float visible)
    {
        Vector4 extent = StreetView.Extent(raster, meshes);
        int height = (int)Math.Round(extent.W - extent.Y);
        int width = (int)Math.Round(height * Aspect);
        var whole = new Box((int)Math.Round((extent.X + extent.Z - width) / 2), (int)Math.Round(extent.Y), width, height);
        Box inside = whole.Intersect(new Box(0, 0, Width, Height));
        return inside.IsEmpty || visible < HiddenBelow ? null : new Person(inside, inside == whole && visible >= LeastVisible && height >= LeastHeight);
    }

    private readonly record struct Person(Box Box, bool IsSeenWell);
}
