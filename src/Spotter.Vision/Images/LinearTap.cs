using System.Runtime.CompilerServices;

namespace Spotter.Vision.Images;

/// <summary>A place between two pixels along one axis: what all bilinear reading of pictures begins with.</summary>
/// <param name="first">The pixel before the place, or at it.</param>
/// <param name="second">The pixel behind it.</param>
/// <param name="weight">Where between the two it lies, 0 to 1.</param>
internal readonly struct LinearTap(int first, int second, double weight)
{
    public int First { get; } = first;

    public int Second { get; } = second;

    public double Weight { get; } = weight;

    /// <summary>A place in a picture beyond whose edges its outermost pixels go on.</summary>
    /// <param name="position">In pixels; the middle of the first pixel is 0.</param>
    /// <param name="length">Pixels along the axis.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LinearTap At(double position, int length)
    {
        int last = length - 1;
        position = Math.Clamp(position, 0, last);
        int first = (int)position;
        return new LinearTap(first, Math.Min(first + 1, last), position - first);
    }

    /// <summary>Where the middle of a pixel lies when a line of pixels becomes longer or shorter.</summary>
    /// <param name="index">The pixel of the result.</param>
    /// <param name="length">Pixels along the axis.</param>
    /// <param name="targetLength">Pixels of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LinearTap Resized(int index, int length, int targetLength) =>
        At(((double)length / targetLength * (index + 0.5)) - 0.5, length);

    /// <summary>What is read there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Mix(int first, int second) => first + ((second - first) * Weight);

    /// <inheritdoc cref="Mix(int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Mix(double first, double second) => first + ((second - first) * Weight);

    /// <summary>The same as a sum of shares. Rounded to bytes the two differ now and then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Share(double first, double second) => (first * (1 - Weight)) + (second * Weight);
}
