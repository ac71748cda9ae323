namespace Spotter.Vision.Kernels.Lanes;

/// <summary>
/// The same thing for each of four vectors of windows. Kernels take them side by side: an offset out of the table is
/// read once for all four, and four chains of sums run at the same time. Four fields are the most of which the compiler
/// keeps each in a register of its own.
/// </summary>
internal struct Four<T>
    where T : struct
{
    public T Item0;
    public T Item1;
    public T Item2;
    public T Item3;
}
