namespace Spotter.Learning.Classifiers.Transfer;

/// <summary>What a backbone knows of pictures: some views of each, so that a head sees more than one.</summary>
/// <param name="Values">Picture after picture, view after view, <paramref name="Width"/> numbers each.</param>
/// <param name="Labels">The class of each picture.</param>
/// <param name="Views">Views a picture; the first is the whole of it.</param>
/// <param name="Width">Numbers a view.</param>
internal sealed record FeatureSet(float[] Values, int[] Labels, int Views, int Width)
{
    public int Count => Labels.Length;

    public ReadOnlySpan<float> Of(int picture, int view) => Values.AsSpan(((picture * Views) + view) * Width, Width);
}
