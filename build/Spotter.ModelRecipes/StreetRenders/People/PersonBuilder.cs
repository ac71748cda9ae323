using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders.People;

/// <summary>
/// Builds people who stand or walk, of simple bodies: a head, a trunk, limbs with a joint, clothes, and some with a
/// bag. All lengths are parts of the person's height.
/// </summary>
internal sealed class PersonBuilder
{
    private const int Corners = 12;
    private const float ShoulderHeight = 0.81f;
    private const float HipHeight = 0.5f;
    private const float ThighLength = 0.235f;
    private const float ShinLength = 0.225f;
    private const float UpperArmLength = 0.17f;
    private const float ForearmLength = 0.16f;

    private readonly Dice _dice;
    private readonly Vector2 _foot;
    private readonly Vector2 _ahead;
    private readonly float _height;
    private readonly float _build;
    private readonly List<Mesh> _meshes = [];

    private PersonBuilder(Dice dice, Vector2 foot, float heading)
    {
        _dice = dice;
        _foot = foot;
        _ahead = new Vector2(MathF.Cos(heading), MathF.Sin(heading));
        _height = dice.Chance(0.1) ? dice.Between(1, 1.5) : dice.Between(1.5, 1.95);
        _build = dice.Between(0.85, 1.25);
    }

    /// <param name="dice">Random numbers.</param>
    /// <param name="foot">Where the person stands, in metres.</param>
    /// <param name="heading">Where the person looks: 0 to the right, 90 degrees ahead, in radians.</param>
    public static IReadOnlyList<Mesh> Build(Dice dice, Vector2 foot, float heading)
    {
        var person = new PersonBuilder(dice, foot, heading);
        float skin = dice.Between(0.06, 0.5);
        float shirt = Cloth(dice);
        float trousers = dice.Chance(0.7) ? dice.Between(0.02, 0.2) : dice.Between(0.1, 0.7);
        person.AddHead(skin);
        person.AddTrunk(shirt, trousers);
        person.AddLegs(skin, trousers);
        person.AddArms(skin, shirt);
        person.AddBags();
        return person._meshes;
    }

    private static float Cloth(Dice dice) => dice.Chance(0.45) ? dice.Between(0.02, 0.15) : dice.Between(0.1, 0.85);

    // X ahead, Y to the left, Z up.
    private Vector3 World(Vector3 body) =>
        new(
            _foot.X + (_height * ((body.X * _ahead.X) - (body.Y * _ahead.Y))),
            _foot.Y + (_height * ((body.X * _ahead.Y) + (body.Y * _ahead.X))),
            _height * body.Z
        );

    private void AddHead(float skin)
    {
        float turn = _dice.Normal(0.4);
        var middle = new Vector3(_dice.Between(0, 0.03), 0, 0.935f);
        AddBall(middle, new Vector3(0.055f, 0.044f, 0.065f), skin);
        AddLimb(new Vector3(0, 0, 0.83f), middle with { Z = 0.9f }, 0.033f, 0.028f, skin);
        if (_dice.Chance(0.08))
        {
            return;
        }

        // Hair lies behind and above the face; long hair hangs down, hats stand out.
        float hair = _dice.Chance(0.6) ? _dice.Between(0.01, 0.08) : _dice.Between(0.05, 0.6);
        var back = new Vector3(-0.018f * MathF.Cos(turn), 0.018f * MathF.Sin(turn), 0.014f);
        AddBall(middle + back, new Vector3(0.056f, 0.048f, 0.062f), hair);
        if (_dice.Chance(0.3))
        {
            AddBall(
                middle + (2 * back) - new Vector3(0, 0, 0.075f),
                new Vector3(0.035f, 0.05f, _dice.Between(0.05, 0.1)),
                hair
            );
        }
        else if (_dice.Chance(0.1))
        {
            AddBall(middle + new Vector3(0, 0, 0.035f), new Vector3(0.085f, 0.08f, 0.012f), hair);
        }
    }

    private void AddTrunk(float shirt, float trousers)
    {
        float shoulders = _dice.Between(0.105, 0.13) * MathF.Sqrt(_build);
        float waist = 0.085f * _build;
        float depth = 0.062f * _build;
        AddRings(
            trousers,
            (HipHeight - 0.04f, 0.085f * _build, 0.9f * depth),
            (HipHeight + 0.02f, 0.095f * _build, 1.1f * depth),
            (0.6f, waist, depth)
        );
        bool isCoat = _dice.Chance(0.35);
        float hem = isCoat ? _dice.Between(0.25, 0.48) : _dice.Between(0.5, 0.6);
        float flare = isCoat ? _dice.Between(1.1, 1.45) : 1.08f;
        AddRings(
            shirt,
            (hem, 0.09f * _build * flare, 1.1f * depth * flare),
            (0.62f, waist * 1.08f, depth * 1.08f),
            (0.73f, 0.92f * shoulders, 1.15f * depth),
            (0.79f, shoulders, depth),
            (ShoulderHeight + 0.015f, 0.8f * shoulders, 0.8f * depth),
            (0.85f, 0.035f, 0.035f)
        );
        if (!isCoat && _dice.Chance(0.15))
        {
            // A skirt.
            AddRings(
                trousers,
                (_dice.Between(0.22, 0.36), 0.13f * _build, 0.1f * _build),
                (0.6f, waist * 1.02f, depth * 1.02f)
            );
        }
    }

    private void AddLegs(float skin, float trousers)
    {
        bool stands = _dice.Chance(0.4);
        float stride = stands ? _dice.Normal(0.06) : _dice.Between(0.15, 0.5);
        float width = _dice.Between(0.9, 1.3) * _build;
        float apart = stands ? _dice.Between(0.035, 0.075) : _dice.Between(0.03, 0.05);
        float shin = _dice.Chance(0.15) ? skin : trousers;
        float shoe = _dice.Chance(0.7) ? _dice.Between(0.01, 0.1) : _dice.Between(0.2, 0.8);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            float swing = side * stride;

            // The leg behind is bent.
            float bend =
                stands ? _dice.Between(0, 0.1)
                : swing < 0 ? _dice.Between(0.2, 0.9)
                : _dice.Between(0, 0.25);
            var hip = new Vector3(0, side * apart, HipHeight);
            Vector3 knee = hip + (ThighLength * Down(swing));
            Vector3 ankle = knee + (ShinLength * Down(swing - bend));
            AddLimb(hip, knee, 0.052f * width, 0.038f * width, trousers);
            AddLimb(knee, ankle, 0.038f * width, 0.027f * width, shin);
            AddBall(ankle + new Vector3(0.025f, 0, -0.015f), new Vector3(0.07f, 0.026f, 0.022f), shoe);
        }
    }

    private static Vector3 Down(float swing) => new(MathF.Sin(swing), 0, -MathF.Cos(swing));

    private void AddArms(float skin, float shirt)
    {
        float swing = _dice.Normal(0.35);
        float forearm = _dice.Chance(0.35) ? skin : shirt;
        float width = _dice.Between(0.9, 1.3) * _build;
        float out1 = 0.115f * MathF.Sqrt(_build);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            float bend = _dice.Chance(0.25) ? _dice.Between(1, 2) : _dice.Between(0.05, 0.7);
            float aside = _dice.Between(0, 0.2);
            var shoulder = new Vector3(0, side * out1, ShoulderHeight - 0.02f);
            Vector3 elbow = shoulder + (UpperArmLength * Aside(Down(-side * swing), side * aside));
            Vector3 hand = elbow + (ForearmLength * Aside(Down((-side * swing) + bend), -side * aside * 0.5f));
            AddLimb(shoulder, elbow, 0.034f * width, 0.028f * width, shirt);
            AddLimb(elbow, hand, 0.026f * width, 0.02f * width, forearm);
            AddBall(hand, new Vector3(0.024f, 0.018f, 0.026f), skin);
        }

        static Vector3 Aside(Vector3 direction, float by) => Vector3.Normalize(direction + new Vector3(0, by, 0));
    }

    private void AddBags()
    {
        float cloth = Cloth(_dice);
        if (_dice.Chance(0.15))
        {
            AddBall(
                new Vector3(-0.1f, 0, 0.72f),
                new Vector3(_dice.Between(0.04, 0.08), 0.085f, _dice.Between(0.08, 0.13)),
                cloth
            );
        }

        if (_dice.Chance(0.2))
        {
            var place = new Vector3(
                _dice.Normal(0.03),
                (_dice.Chance(0.5) ? 1 : -1) * _dice.Between(0.13, 0.18),
                _dice.Between(0.28, 0.5)
            );
            AddBall(
                place,
                new Vector3(_dice.Between(0.06, 0.11), _dice.Between(0.02, 0.05), _dice.Between(0.06, 0.11)),
                cloth
            );
        }
    }

    // Rings about the upright axis: height, half the width, half the depth.
    private void AddRings(float albedo, params (float Z, float Width, float Depth)[] rings)
    {
        Vector3[,] world = Solids.Rings(rings.Length, Corners, (ring, cos, sin) =>
            World(new Vector3(rings[ring].Depth * cos, rings[ring].Width * sin, rings[ring].Z))
        );
        Add(world, albedo, World(new Vector3(0, 0, (rings[0].Z + rings[^1].Z) / 2)));
    }

    private void AddLimb(Vector3 from, Vector3 to, float radiusFrom, float radiusTo, float albedo)
    {
        Vector3 along = Vector3.Normalize(to - from);
        Vector3 across = Vector3.Normalize(
            Vector3.Cross(along, Math.Abs(along.Y) < 0.9f ? Vector3.UnitY : Vector3.UnitX)
        );
        Vector3 third = Vector3.Cross(along, across);
        float length = Vector3.Distance(from, to);

        // Rounded ends, so that joints close: where along the limb, of the second half from 1 before its end, and how
        // thick.
        (float Along, float Radius)[] rings =
        [
            (-radiusFrom, 0.05f),
            (-0.7f * radiusFrom, 0.7f),
            (0, 1),
            (1, 1),
            (1 + (0.7f * radiusTo), 0.7f),
            (1 + radiusTo, 0.05f),
        ];
        Vector3[,] world = Solids.Rings(rings.Length, Corners, (ring, cos, sin) =>
        {
            float reach = ring < 3 ? rings[ring].Along : length + rings[ring].Along - 1;
            float radius = rings[ring].Radius * (ring < 3 ? radiusFrom : radiusTo);
            return World(from + (reach * along) + (radius * ((cos * across) + (sin * third))));
        });
        Add(world, albedo, World((from + to) / 2));
    }

    private void AddBall(Vector3 middle, Vector3 halves, float albedo)
    {
        const int rings = 7;
        Vector3[,] world = Solids.Rings(rings, Corners, (ring, cos, sin) =>
        {
            (float up, float level) = MathF.SinCos(MathF.PI * (((float)ring / (rings - 1)) - 0.5f));
            return World(middle + (halves * new Vector3(level * cos, level * sin, up)));
        });
        Add(world, albedo, World(middle));
    }

    private void Add(Vector3[,] world, float albedo, Vector3 middle)
    {
        var mesh = new Mesh(null)
        {
            Albedo = albedo,
            Place = _foot,
            Ahead = _ahead,
        };
        mesh.AddGrid(world, world, Surface.Pole, middle);
        _meshes.Add(mesh);
    }
}
