using System.Numerics;
using System.Text.Json;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.CarRenders;

/// <summary>
/// Draws pictures of cars for the training of a detector, and writes where the cars are in the format of COCO: the car in
/// the middle as one, other cars as what counts neither way.
/// </summary>
internal static class CarRenderRecipe
{
    // Pixels of the longer side of the car, no more than a training keeps.
    private const double LongestSide = 112;

    private const float LeastVisible = 0.7f;

    public static void Run(CarRenderOptions options)
    {
        GrayImage[] scenes = [.. File.ReadLines(options.Scenes).Select(static file => Picture.Load(file).Gray)];
        Directory.CreateDirectory(options.Output);
        var images = new List<object>();
        var labels = new List<object>();
        for (int number = 0; images.Count < options.Count; number++)
        {
            var dice = new Dice((options.Seed * 1_000_003) + number);
            var scene = new CarScene(dice, options.IsCut);
            Vector4 extent = scene.Extent(scene.Car);
            if (!IsWanted(extent, options))
            {
                continue;
            }

            if (options.IsEmpty)
            {
                scene.Clear(keepsShadows: dice.Chance(0.4));
            }

            GrayImage background = dice.Of<GrayImage>(scenes);
            Vector4 part = Part(extent, options);
            double scale = LongestSide / Math.Max(Framed(extent, options.Aspect).X, Framed(extent, options.Aspect).Y);
            GrayImage picture = scene.Draw(
                part, (int)Math.Round((part.Z - part.X) * scale), (int)Math.Round((part.W - part.Y) * scale), background, out float visible);
            if (visible < LeastVisible && !options.IsEmpty)
            {
                continue;
            }

            bool mirrors = options.FacesLeft && EndIsRight(scene.Car);
            if (mirrors)
            {
                Mirror(picture);
            }

            string name = $"{images.Count:D5}.png";
            new Frame(picture).Save(Path.Combine(options.Output, name));
            foreach (Mesh car in options.IsEmpty ? [] : scene.Cars)
            {
                Vector4 seen = scene.Extent(car);
                if (Box(seen, part, scale, options, picture, mirrors) is { } box)
                {
                    labels.Add(new { id = labels.Count, image_id = images.Count, category_id = 1, bbox = box, iscrowd = car == scene.Car ? 0 : 1 });
                }
            }

            images.Add(new { id = images.Count, file_name = name, width = picture.Width, height = picture.Height });
        }

        File.WriteAllText(
            Path.Combine(options.Output, "cars.json"),
            JsonSerializer.Serialize(new { images, annotations = labels, categories = new[] { new { id = 1, name = "car" } } }));
        Console.WriteLine($"{options.Output}: {images.Count} pictures");
    }

    private static bool IsWanted(Vector4 extent, CarRenderOptions options)
    {
        double aspect = (extent.Z - extent.X) / (extent.W - extent.Y);
        return aspect >= options.Narrowest && aspect < options.Widest;
    }

    // As large as the car, in the proportions of the window.
    private static Vector2 Framed(Vector4 extent, double aspect)
    {
        double height = Math.Sqrt((extent.Z - extent.X) * (extent.W - extent.Y) / aspect);
        return new Vector2((float)(height * aspect), (float)height);
    }

    // A picture of a car that the edge cuts off begins where the car is cut off.
    private static Vector4 Part(Vector4 extent, CarRenderOptions options)
    {
        Vector2 framed = Framed(extent, options.Aspect);
        Vector2 reach = framed * (float)(0.5 + options.Margin);
        if (options.IsCut)
        {
            float centre = (extent.Y + extent.W) / 2;
            return new Vector4(extent.X, centre - reach.Y, extent.X + (framed.X * (float)(1 + options.Margin)), centre + reach.Y);
        }

        var middle = new Vector2((extent.X + extent.Z) / 2, (extent.Y + extent.W) / 2);
        return new Vector4(middle - reach, middle.X + reach.X, middle.Y + reach.Y);
    }

    private static int[]? Box(Vector4 seen, Vector4 part, double scale, CarRenderOptions options, GrayImage picture, bool mirrors)
    {
        if (seen.Z <= seen.X)
        {
            return null;
        }

        Vector2 size = Framed(seen, options.Aspect);
        bool isCutOff = options.IsCut && seen.X <= part.X;
        double left = isCutOff ? 0 : ((seen.X + seen.Z - size.X) / 2 - part.X) * scale;
        double top = ((seen.Y + seen.W - size.Y) / 2 - part.Y) * scale;
        left = mirrors ? picture.Width - left - (size.X * scale) : left;
        Box box = new Box(
            (int)Math.Round(left), (int)Math.Round(top), (int)Math.Round(size.X * scale), (int)Math.Round(size.Y * scale))
            .Intersect(new Box(0, 0, picture.Width, picture.Height));
        return box.IsEmpty ? null : [box.X, box.Y, box.Width, box.Height];
    }

    // Of a car seen from a corner either its nose or its tail is nearer; that end is left or right of its middle.
    private static bool EndIsRight(Mesh car)
    {
        Vector2 ahead = car.Ahead;
        Vector2 nearEnd = Vector2.Dot(ahead, car.Place) < 0 ? ahead : -ahead;
        Vector2 look = Vector2.Normalize(car.Place);
        return (nearEnd.X * look.Y) - (nearEnd.Y * look.X) > 0;
    }

    private static void Mirror(GrayImage picture)
    {
        for (int y = 0; y < picture.Height; y++)
        {
            picture.Pixels.AsSpan(y * picture.Width, picture.Width).Reverse();
        }
    }
}
