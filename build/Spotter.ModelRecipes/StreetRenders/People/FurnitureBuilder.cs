using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders.People;

/// <summary>
/// What stands upright beside a street and is as high as a person, or as slim: signs on posts, traffic lights,
/// bollards, lamps, trunks, pillars, bins and columns with posters.
/// </summary>
/// <param name="dice">Random numbers.</param>
internal sealed class FurnitureBuilder(Dice dice)
{
    private const int Round = 14;

    // What is painted on a plate lies in front of it, in metres.
    private const float Coat = 0.012f;

    private readonly List<Mesh> _meshes = [];

    /// <summary>Some piece of furniture.</summary>
    /// <param name="foot">Where it stands, in metres.</param>
    public IReadOnlyList<Mesh> Build(Vector2 foot)
    {
        _meshes.Clear();
        switch (dice.Below(20))
        {
            case < 7:
                AddSigns(foot);
                break;
            case < 9:
                AddTrafficLight(foot);
                break;
            case < 11:
                AddBollard(foot);
                break;
            case < 13:
                AddTrunk(foot);
                break;
            case < 15:
                AddLamp(foot);
                break;
            case < 16:
                AddPosters(foot);
                break;
            case < 17:
                AddBin(foot);
                break;
            case < 18:
                AddPillar(foot);
                break;
            default:
                AddPost(foot, dice.Between(0.02, 0.14), dice.Between(0.9, 7));
                break;
        }

        return [.. _meshes];
    }

    private void AddPost(Vector2 foot, float radius, float height, float? albedo = null) =>
        _meshes.Add(Solids.Lathe(foot, albedo ?? Albedo(), new Vector2(radius, 0), new Vector2(radius, height)));

    // Most signs look at who drives, some at the other side of the road.
    private Vector2 Facing(Vector2 foot) =>
        Turned(-Vector2.Normalize(foot), dice.Chance(0.8) ? dice.Normal(0.4) : dice.Between(0, 2 * Math.PI));

    private static Vector2 Turned(Vector2 vector, float turn) =>
        Vector2.Transform(vector, Matrix3x2.CreateRotation(turn));

    private float Albedo() => dice.Chance(0.3) ? dice.Between(0.02, 0.1) : dice.Between(0.1, 0.8);

    private void AddSigns(Vector2 foot)
    {
        float radius = dice.Between(0.025, 0.07);
        float size = dice.Between(0.2, 0.5);
        float top = dice.Chance(0.3) ? dice.Between(0.8, 1.4) : dice.Between(1.6, 3.6);
        AddPost(foot, radius, top + dice.Between(-0.1, 0.4), dice.Between(0.1, 0.6));
        Vector2 facing = Facing(foot);
        for (int count = dice.Below(3); count >= 0 && top > size; count--)
        {
            AddSign(new Vector3(foot + (facing * (radius + 0.02f)), top), facing, size);
            top -= (2 * size) + dice.Between(0, 0.2);
            size *= dice.Between(0.6, 1.1);
        }
    }

    // A plate, its rim, and one or two bars, arrows or discs on it.
    private void AddSign(Vector3 middle, Vector2 facing, float size)
    {
        Vector2[] outline = dice.Below(10) switch
        {
            < 4 => Solids.Regular(Round, size),
            < 5 => Solids.Regular(3, size * 1.2f, MathF.PI / 2),
            < 6 => Solids.Regular(3, size * 1.2f, -MathF.PI / 2),
            < 7 => Solids.Regular(4, size * 1.1f),
            < 8 => Solids.Regular(8, size, MathF.PI / 8),
            _ => Solids.Rectangle(size * dice.Between(0.8, 2.2), size * dice.Between(0.5, 2)),
        };
        bool isDark = dice.Chance(0.4);
        float ground = isDark ? dice.Between(0.03, 0.2) : dice.Between(0.4, 0.9);
        float drawing = isDark ? dice.Between(0.4, 0.9) : dice.Between(0.02, 0.2);
        bool hasRim = dice.Chance(0.7);
        Vector3 coat = new(facing * Coat, 0);
        _meshes.Add(Solids.Plate(middle, facing, hasRim ? drawing : ground, outline));
        if (hasRim)
        {
            float inner = dice.Between(0.7, 0.93);
            _meshes.Add(Solids.Plate(middle + coat, facing, ground, [.. outline.Select(corner => corner * inner)]));
        }

        for (int count = dice.Below(3); count > 0; count--)
        {
            Vector2[] mark = dice.Below(4) switch
            {
                0 => Solids.Regular(Round, size * dice.Between(0.15, 0.45)),
                1 => Solids.Regular(3, size * dice.Between(0.25, 0.5)),
                _ => Solids.Rectangle(size * dice.Between(0.6, 1.2), size * dice.Between(0.1, 0.35)),
            };
            var by = new Vector2(dice.Normal(0.15 * size), dice.Normal(0.15 * size));
            _meshes.Add(Solids.Plate(middle + (2 * coat), facing, drawing, mark.Moved(dice.Between(0, Math.PI), by)));
        }
    }

    private void AddTrafficLight(Vector2 foot)
    {
        float radius = dice.Between(0.04, 0.1);
        float width = dice.Between(0.22, 0.4);
        float height = width * dice.Between(2.2, 3.2);
        float bottom = dice.Chance(0.3) ? dice.Between(0.9, 1.6) : dice.Between(1.8, 3);
        AddPost(foot, radius, bottom + (dice.Chance(0.5) ? height + dice.Between(0, 2) : 0));
        Vector2 facing = Facing(foot);
        float depth = dice.Between(0.12, 0.25);
        Vector2 place = foot + (facing * (radius + (depth / 2) + 0.01f));
        float body = dice.Between(0.02, 0.12);
        _meshes.AddRange(Solids.Block(new Vector3(place, bottom), facing, new Vector3(width, depth, height), body));
        int lit = dice.Below(4);
        for (int lamp = 0; lamp < 3; lamp++)
        {
            var middle = new Vector3(place + (facing * ((depth / 2) + Coat)), bottom + (height * (lamp + 0.5f) / 3));
            _meshes.Add(
                Solids.Plate(
                    middle,
                    facing,
                    lamp == lit ? dice.Between(1, 4) : dice.Between(0.03, 0.2),
                    Solids.Regular(Round, width * 0.36f)
                )
            );
        }

        if (dice.Chance(0.3))
        {
            AddSign(
                new Vector3(foot + (facing * (radius + 0.02f)), bottom + height + 0.4f),
                facing,
                dice.Between(0.2, 0.35)
            );
        }
    }

    private void AddBollard(Vector2 foot)
    {
        float radius = dice.Between(0.04, 0.2);
        float height = dice.Between(0.6, 1.4);
        float albedo = Albedo();
        var profile = new List<Vector2>
        {
            new(radius * dice.Between(1, 1.5), 0),
            new(radius, height * 0.15f),
            new(radius, height),
        };
        if (dice.Chance(0.5))
        {
            profile.AddRange([
                new(radius * 0.6f, height * 1.02f),
                new(radius * 1.2f, height * 1.1f),
                new(radius * 0.8f, height * 1.2f),
            ]);
        }

        profile.Add(profile[^1] with { X = 0 });
        _meshes.Add(Solids.Lathe(foot, albedo, [.. profile]));
        if (dice.Chance(0.6))
        {
            float band = height * dice.Between(0.5, 0.85);
            float wide = radius * 1.03f;
            _meshes.Add(
                Solids.Lathe(
                    foot,
                    Albedo(),
                    new Vector2(wide, band),
                    new Vector2(wide, band + (height * dice.Between(0.08, 0.2)))
                )
            );
        }

        if (dice.Chance(0.25))
        {
            Vector2 facing = Facing(foot);
            AddSign(
                new Vector3(foot + (facing * (radius + 0.02f)), height + dice.Between(0, 0.4)),
                facing,
                dice.Between(0.2, 0.4)
            );
        }
    }

    // Leaning and uneven, sometimes forked.
    private void AddTrunk(Vector2 foot)
    {
        float albedo = dice.Between(0.03, 0.25);
        float radius = dice.Between(0.08, 0.45);
        float height = dice.Between(3, 9);
        float fork = dice.Chance(0.4) ? dice.Between(0.3, 0.9) * height : height;
        AddBough(foot, 0, fork, radius, 0);
        if (fork < height)
        {
            float lean = dice.Between(0.1, 0.5);
            AddBough(foot, fork * 0.95f, height, radius * 0.7f, lean);
            AddBough(foot, fork * 0.95f, height, radius * 0.6f, -lean);
        }

        void AddBough(Vector2 from, float bottom, float top, float width, float side)
        {
            const int pieces = 7;
            for (int piece = 0; piece < pieces; piece++)
            {
                float low = float.Lerp(bottom, top, piece / (float)pieces);
                float high = float.Lerp(bottom, top, (piece + 1.05f) / pieces);
                float thick = width * (1.15f - (0.5f * piece / pieces));
                var place = from + new Vector2((side * (low - bottom)) + dice.Normal(0.06 * width), 0);
                _meshes.Add(
                    Solids.Lathe(
                        place,
                        albedo * dice.Between(0.7, 1.3),
                        new Vector2(thick * dice.Between(0.95, 1.1), low),
                        new Vector2(thick, high)
                    )
                );
            }
        }
    }

    private void AddLamp(Vector2 foot)
    {
        float radius = dice.Between(0.04, 0.12);
        bool hasBall = dice.Chance(0.6);
        float height = hasBall ? dice.Between(2.2, 4.5) : dice.Between(3.5, 9);
        float albedo = Albedo();
        _meshes.Add(
            Solids.Lathe(
                foot,
                albedo,
                new Vector2(radius * 1.8f, 0),
                new Vector2(radius * 1.8f, 0.7f),
                new Vector2(radius, 0.75f),
                new Vector2(radius * 0.8f, height)
            )
        );
        float size = dice.Between(0.15, 0.35);
        if (hasBall)
        {
            var ball = new Vector2[7];
            for (int i = 0; i < ball.Length; i++)
            {
                (float sin, float cos) = MathF.SinCos(MathF.PI * i / (ball.Length - 1));
                ball[i] = new Vector2(size * sin, height + size - (size * cos));
            }

            _meshes.Add(Solids.Lathe(foot, dice.Chance(0.7) ? dice.Between(0.6, 1) : Albedo(), ball));
            return;
        }

        Vector2 arm = Turned(Vector2.UnitX, dice.Between(0, 2 * Math.PI));
        _meshes.AddRange(
            Solids.Block(new Vector3(foot + (arm * 0.5f), height), arm, new Vector3(0.2f, 1.2f, 0.12f), albedo)
        );
    }

    private void AddPosters(Vector2 foot)
    {
        float radius = dice.Between(0.35, 0.75);
        float height = dice.Between(2, 3.6);
        float albedo = Albedo();
        _meshes.Add(
            Solids.Lathe(
                foot,
                albedo,
                new Vector2(radius, 0),
                new Vector2(radius, height),
                new Vector2(radius * 1.15f, height),
                new Vector2(radius * 1.15f, height + 0.15f),
                new Vector2(0, height + dice.Between(0.2, 0.6))
            )
        );
        for (int count = 3 + dice.Below(10); count > 0; count--)
        {
            Vector2 facing = Turned(-Vector2.UnitY, dice.Normal(0.6));
            var middle = new Vector3(foot + (facing * radius * 1.02f), dice.Between(0.4, height - 0.4));
            _meshes.Add(
                Solids.Plate(
                    middle,
                    facing,
                    Albedo(),
                    Solids.Rectangle(dice.Between(0.15, 0.5), dice.Between(0.2, 0.8))
                )
            );
        }
    }

    private void AddBin(Vector2 foot)
    {
        float bottom = dice.Chance(0.5) ? dice.Between(0.3, 0.8) : 0;
        float width = dice.Between(0.25, 0.6);
        float height = dice.Between(0.4, 1.3);
        AddPost(foot, 0.03f, bottom + height + dice.Between(-0.2, 0.8));
        Vector2 facing = Facing(foot);
        float albedo = Albedo();
        _meshes.AddRange(
            Solids.Block(
                new Vector3(foot + (facing * width / 2), bottom),
                facing,
                new Vector3(width, width * dice.Between(0.6, 1), height),
                albedo
            )
        );
        var slot = new Vector3(foot + (facing * (width + Coat)), bottom + (height * 0.8f));
        _meshes.Add(
            Solids.Plate(slot, facing, dice.Between(0.02, 0.1), Solids.Rectangle(width * 0.7f, height * 0.12f))
        );
    }

    private void AddPillar(Vector2 foot)
    {
        float width = dice.Between(0.2, 0.7);
        float height = dice.Between(1.5, 4);
        float albedo = dice.Between(0.15, 0.8);
        Vector2 facing = Facing(foot);
        _meshes.AddRange(
            Solids.Block(new Vector3(foot, 0), facing, new Vector3(width * 1.3f, width * 1.3f, 0.25f), albedo)
        );
        _meshes.AddRange(
            Solids.Block(new Vector3(foot, 0.25f), facing, new Vector3(width, width, height - 0.5f), albedo)
        );
        _meshes.AddRange(
            Solids.Block(
                new Vector3(foot, height - 0.25f),
                facing,
                new Vector3(width * 1.3f, width * 1.3f, 0.25f),
                albedo
            )
        );
    }
}
