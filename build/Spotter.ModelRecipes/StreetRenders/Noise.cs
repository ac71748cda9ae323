using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>Value noise: random numbers at the corners of a grid, and what lies between.</summary>
internal sealed class Noise(Dice dice)
{
    private readonly uint _seed = (uint)dice.Below(1 << 20);

    /// <summary>-1 to 1; bumps are about 1 in size.</summary>
    public float At(Vector2 place)
    {
        (int x, int y) = ((int)MathF.Floor(place.X), (int)MathF.Floor(place.Y));
        (float u, float v) = (place.X - x, place.Y - y);
        return float.Lerp(
            float.Lerp(Corner(x, y), Corner(x + 1, y), u),
            float.Lerp(Corner(x, y + 1), Corner(x + 1, y + 1), u),
            v
        );
    }

    private float Corner(int x, int y)
    {
        uint hash = ((uint)x * 374761393) + ((uint)y * 668265263) + (_seed * 974711);
        hash = (hash ^ (hash >> 13)) * 1274126177;
        return ((hash ^ (hash >> 16)) & 0xFFFF) / 32768f - 1;
    }
}
