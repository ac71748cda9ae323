namespace Spotter.Media.Drawing;

/// <summary>The colours that have names, as CSS Color Module Level 4, section 6.1, defines them.</summary>
internal static class ColorNames
{
    private static readonly (string Name, uint Rgb)[] Table =
    [
        ("red", 0xFF0000),
        ("orange", 0xFFA500),
        ("gold", 0xFFD700),
        ("yellow", 0xFFFF00),
        ("lime", 0x00FF00),
        ("green", 0x008000),
        ("teal", 0x008080),
        ("cyan", 0x00FFFF),
        ("blue", 0x0000FF),
        ("navy", 0x000080),
        ("purple", 0x800080),
        ("magenta", 0xFF00FF),
        ("pink", 0xFFC0CB),
        ("brown", 0xA52A2A),
        ("white", 0xFFFFFF),
        ("gray", 0x808080),
        ("black", 0x000000),
    ];

    public static IEnumerable<string> All => Table.Select(static row => row.Name);

    public static uint? Find(string name)
    {
        foreach ((string known, uint rgb) in Table)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return rgb;
            }
        }

        return null;
    }
}
