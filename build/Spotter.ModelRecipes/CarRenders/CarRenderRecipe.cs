using System.Numerics;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.CarRenders;

/// <summary>Draws crops of cars as positives of a detector: the car is the middle two thirds of each.</summary>
internal static class CarRenderRecipe
{
    // Pixels of the longer side of the car, no more than a training keeps.
    private const double LongestSide = 112;

    private const double Margin = 0.25;
    private const float LeastVisible = 0.7f;

    public static void Run(CarRenderOptions options)
    {
        string[] scenes = File.ReadAllLines(options.Scenes);
        Directory.CreateDirectory(options.Output);
        int drawn = 0;
        for (int number = 0; drawn < options.Count; number++)
        {
            var dice = new Dice((options.Seed * 1_000_003) + number);
            var scene = new CarScene(dice);
            Vector4 extent = scene.Extent();
            double aspect = (extent.Z - extent.X) / (extent.W - extent.Y);
            if (!(aspect >= options.Narrowest && aspect < options.Widest))
            {
                continue;
            }

            GrayImage background = Picture.Load(scenes[dice.Below(scenes.Length)]).Gray;
            GrayImage picture = Crop(scene, extent, options.Aspect, background, out float visible);
            if (visible < LeastVisible)
            {
                continue;
            }

            if (options.FacesLeft && EndIsRight(scene.Car))
            {
                Mirror(picture);
            }

            new Frame(picture).Save(Path.Combine(options.Output, $"{drawn:D5}.png"));
            drawn++;
        }

        Console.WriteLine($"{options.Output}: {drawn} crops");
    }

    private static GrayImage Crop(CarScene scene, Vector4 extent, double aspect, GrayImage background, out float visible)
    {
        // As large as the car, in the proportions of the window.
        double height = Math.Sqrt((extent.Z - extent.X) * (extent.W - extent.Y) / aspect);
        double width = height * aspect;
        double scale = LongestSide / Math.Max(width, height);
        double x = (extent.X + extent.Z) / 2;
        double y = (extent.Y + extent.W) / 2;
        double across = width * (0.5 + Margin);
        double down = height * (0.5 + Margin);
        var part = new Vector4((float)(x - across), (float)(y - down), (float)(x + across), (float)(y + down));
        return scene.Draw(part, (int)Math.Round(2 * across * scale), (int)Math.Round(2 * down * scale), background, out visible);
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
