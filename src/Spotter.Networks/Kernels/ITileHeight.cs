namespace Spotter.Networks.Kernels;

/// <summary>How many rows a register tile has, as a type, so that each height is compiled for itself.</summary>
internal interface ITileHeight
{
    static abstract int Rows { get; }
}

internal readonly struct OneRow : ITileHeight
{
    public static int Rows => 1;
}

internal readonly struct TwoRows : ITileHeight
{
    public static int Rows => 2;
}

internal readonly struct FourRows : ITileHeight
{
    public static int Rows => 4;
}

internal readonly struct SixRows : ITileHeight
{
    public static int Rows => 6;
}

internal readonly struct EightRows : ITileHeight
{
    public static int Rows => 8;
}

internal readonly struct TwelveRows : ITileHeight
{
    public static int Rows => 12;
}
