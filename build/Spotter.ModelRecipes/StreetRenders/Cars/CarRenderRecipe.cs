using System.Numerics;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.StreetRenders.Cars;

/// <summary>
/// Draws pictures of cars for the training of a detector, and writes where the cars are in the format of COCO: the car
/// in the middle as one, other cars as what counts neither way.
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
        var labels = new CocoLabels("car");
        for (int number = 0; labels.Count < options.Count; number++)
        {
            var dice = Dice.Of(options.Seed, number);
            var scene = new CarScene(dice, options.IsCut);
            Vector4 extent = scene.Extent(scene.Car);
            if (!IsWanted(extent, options))
            {
                continue;
            }

            GrayImage background = dice.Of<GrayImage>(scenes);
            Vector4 framed = Framed(extent, scene, options.Aspect);
            Vector4 part = Part(framed, scene, options.Margin);
            double scale = LongestSide / Math.Max(framed.Z - framed.X, framed.W - framed.Y);
            GrayImage picture = scene.Draw(
                part,
                (int)Math.Round((part.Z - part.X) * scale),
                (int)Math.Round((part.W - part.Y) * scale),
                background,
                out float visible
            );
            if (visible < LeastVisible)
            {
                continue;
            }

            bool mirrors = options.FacesLeft && EndIsRight(scene.Car);
            if (mirrors)
            {
                Mirror(picture);
            }

            new Frame(picture).Save(Path.Combine(options.Output, CocoLabels.NameOf(labels.Count)));
            labels.Add(picture.Width, picture.Height, Boxes());

            IEnumerable<(Box, bool)> Boxes()
            {
                foreach (Mesh car in scene.Cars)
                {
                    Vector4 seen = scene.Extent(car);
                    if (
                        seen.Z > seen.X
                        && Box(Framed(seen, scene, options.Aspect), part, scale, picture, mirrors)
                            is { IsEmpty: false } box
                    )
                    {
                        yield return (box, car != scene.Car);
                    }
                }
            }
        }

        labels.Write(Path.Combine(options.Output, "cars.json"));
        Console.WriteLine($"{options.Output}: {labels.Count} pictures");
    }

    private static bool IsWanted(Vector4 extent, CarRenderOptions options)
    {
        double aspect = (extent.Z - extent.X) / (extent.W - extent.Y);
        return aspect >= options.Narrowest && aspect < options.Widest;
    }

    // As large as the car, in the proportions of the window, and at the edge that cuts the car off.
    private static Vector4 Framed(Vector4 extent, CarScene scene, double aspect)
    {
        float height = MathF.Sqrt((extent.Z - extent.X) * (extent.W - extent.Y) / (float)aspect);
        float width = height * (float)aspect;
        float left = extent.X <= scene.LeftEdge ? extent.X : (extent.X + extent.Z - width) / 2;
        float top = (extent.Y + extent.W - height) / 2;
        return new Vector4(left, top, left + width, top + height);
    }

    private static Vector4 Part(Vector4 framed, CarScene scene, double margin)
    {
        Vector2 reach = new Vector2(framed.Z - framed.X, framed.W - framed.Y) * (float)margin;
        return new Vector4(
            Math.Max(framed.X - reach.X, scene.LeftEdge),
            framed.Y - reach.Y,
            framed.Z + reach.X,
            framed.W + reach.Y
        );
    }

    private static Box Box(Vector4 framed, Vector4 part, double scale, GrayImage picture, bool mirrors)
    {
        double width = (framed.Z - framed.X) * scale;
        double left = (framed.X - part.X) * scale;
        left = mirrors ? picture.Width - left - width : left;
        return new Box(
            (int)Math.Round(left),
            (int)Math.Round((framed.Y - part.Y) * scale),
            (int)Math.Round(width),
            (int)Math.Round((framed.W - framed.Y) * scale)
        ).Intersect(new Box(0, 0, picture.Width, picture.Height));
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
