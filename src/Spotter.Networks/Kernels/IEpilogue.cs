namespace Spotter.Networks.Kernels;

/// <summary>
/// What becomes of a finished row of a tile: bias and activation, a sum, or the step of an optimizer.
/// </summary>
internal interface IEpilogue<TRow>
    where TRow : struct, IRow<TRow>
{
    void Apply(int row, TRow value);
}
