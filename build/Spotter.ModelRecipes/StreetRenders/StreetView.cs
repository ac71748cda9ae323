using System.Numerics;
using Spotter.ModelRecipes.StreetRenders.Cars;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>Makes pictures of a street and of what stands in it.</summary>
internal static class StreetView
{
    // Each pixel is the mean of this many squared.
    private const int Fineness = 2;

    /// <summary>What is to be drawn on: so many times finer than the picture.</summary>
    /// <param name="height">Of the camera above the road, in metres.</param>
    /// <param name="part">Left, top, right and bottom of the part that is wanted, at a focal length of 1.</param>
    /// <param name="pictureWidth">In pixels.</param>
    /// <param name="pictureHeight">In pixels.</param>
    public static Raster Begin(float height, Vector4 part, int pictureWidth, int pictureHeight)
    {
        float focal = pictureWidth * Fineness / (part.Z - part.X);
        return new Raster(
            pictureWidth * Fineness,
            pictureHeight * Fineness,
            new Camera(height, focal, part.X * focal, part.Y * focal)
        );
    }

    /// <summary>Where things are in the picture, in its pixels: left, top, right, bottom.</summary>
    public static Vector4 Extent(Raster raster, IEnumerable<Mesh> meshes) => raster.Camera.Extent(meshes) / Fineness;

    /// <summary>Lights what was drawn and the street around it.</summary>
    /// <param name="dice">Random numbers.</param>
    /// <param name="raster">What was drawn.</param>
    /// <param name="cars">They shade the road, and</param>
    /// <param name="pillars">these as well.</param>
    /// <param name="background">What stands behind.</param>
    /// <param name="distance">How far away that is which all is about, in metres.</param>
    public static GrayImage Develop(
        Dice dice,
        Raster raster,
        IReadOnlyList<Mesh> cars,
        IReadOnlyList<Pillar> pillars,
        GrayImage background,
        float distance
    )
    {
        (int width, int height) = (raster.Width / Fineness, raster.Height / Fineness);
        var sky = new Sky(dice);
        var street = new Street(
            dice,
            sky,
            cars,
            pillars,
            background,
            distance,
            new Vector2(raster.Width, raster.Height)
        );
        var light = new float[width * height];
        for (int y = 0; y < raster.Height; y++)
        {
            for (int x = 0; x < raster.Width; x++)
            {
                Hit hit = raster.At(x, y);
                float value = hit.Mesh is null
                    ? street.Shade(raster.Camera, x, y)
                    : Shade(sky, hit, raster.Camera.Ray(x + 0.5f, y + 0.5f), raster.Camera.Height);
                light[(y / Fineness * width) + (x / Fineness)] += value / (Fineness * Fineness);
            }
        }

        return Exposure.Develop(dice, light, width, height);
    }

    private static float Shade(Sky sky, in Hit hit, Vector3 ray, float height)
    {
        float sun = sky.SunAt((ray * hit.Depth) with { Z = height + (ray.Z * hit.Depth) });
        if (hit.Mesh!.Looks is not { } looks)
        {
            return hit.Mesh.Albedo * (sky.Ambient + (sun * Math.Max(0, Vector3.Dot(hit.Normal, sky.ToSun))));
        }

        Vector3 look = Vector3.Normalize(ray);
        float facing = -Vector3.Dot(look, hit.Normal);
        if (facing < -0.05f)
        {
            // Through a wheel arch one sees the inside of the other side.
            return 0.008f;
        }

        Vector2 ahead = hit.Mesh.Ahead;
        var normal = new Vector3(
            Vector2.Dot(new Vector2(hit.Normal.X, hit.Normal.Y), ahead),
            (ahead.X * hit.Normal.Y) - (ahead.Y * hit.Normal.X),
            hit.Normal.Z
        );
        Material material = looks.At(hit.Surface, hit.Local, normal);
        float openness = (0.55f + (0.45f * hit.Normal.Z)) * (0.35f + (0.65f * Math.Clamp(hit.Local.Z / 0.7f, 0, 1)));
        float light =
            material.Albedo * ((sky.Ambient * openness) + (sun * Math.Max(0, Vector3.Dot(hit.Normal, sky.ToSun))));
        float grazing = MathF.Pow(1 - Math.Clamp(facing, 0, 1), 5);
        float mirrored = material.Mirror + (material.Edge * grazing);
        Vector3 reflected = look + (2 * facing * hit.Normal);
        return light + (mirrored * sky.Toward(reflected) * (sky.Ambient + (0.5f * sky.Sun) + 0.1f));
    }
}
