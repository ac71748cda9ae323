using Spotter.Vision;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Scalar;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// The integral images of many windows, laid out so that one vector load gives the same corner of eight windows: eight
/// windows form a group, and sample s of lane l of group g is at (g * SamplesPerWindow + s) * 8 + l. Positives come
/// first.
/// </summary>
internal sealed class WindowSet
{
    public const int Lanes = 8;

    private readonly int[] _samples;
    private readonly bool _hasTilted;

    /// <param name="window">Size of a window.</param>
    /// <param name="hasTilted">Whether tilted integrals are needed.</param>
    /// <param name="positives">The objects.</param>
    /// <param name="negatives">Pixels of what is no object, window height x window width each.</param>
    /// <param name="threads">How many work at the same time.</param>
    public WindowSet(
        BoxSize window,
        bool hasTilted,
        IReadOnlyList<ObjectWindow> positives,
        IReadOnlyList<byte[]> negatives,
        int threads
    )
    {
        Window = window;
        _hasTilted = hasTilted;
        PositiveCount = positives.Count;
        IsWithheld = [.. positives.Select(static positive => positive.IsWithheld)];
        Count = positives.Count + negatives.Count;
        GroupCount = (Count + Lanes - 1) / Lanes;
        int samples = (window.Width + 1) * (window.Height + 1);
        SamplesPerWindow = hasTilted ? 2 * samples : samples;
        _samples = new int[checked(GroupCount * SamplesPerWindow * Lanes)];
        Factors = new float[GroupCount * Lanes];
        Parallel.For(0, GroupCount, new ParallelOptions { MaxDegreeOfParallelism = threads }, group =>
        {
            var integrals = new Integrals(window, SamplesPerWindow);
            for (int i = group * Lanes; i < Math.Min((group + 1) * Lanes, Count); i++)
            {
                Store(i, i < positives.Count ? positives[i].Pixels : negatives[i - positives.Count], integrals);
            }
        });
    }

    public BoxSize Window { get; }

    /// <summary>Windows, positives and negatives.</summary>
    public int Count { get; }

    /// <summary>The first so many windows are objects.</summary>
    public int PositiveCount { get; }

    /// <summary>Of each object, whether stumps must not be chosen by it.</summary>
    public IReadOnlyList<bool> IsWithheld { get; }

    public int GroupCount { get; }

    public int SamplesPerWindow { get; }

    public GroupRange AllGroups => new(0, GroupCount);

    /// <summary>The variance factor of each window; 0 where it is too flat to be looked at.</summary>
    public float[] Factors { get; }

    /// <summary>Where a corner lies within the samples of a window.</summary>
    public static LevelLayout LayoutOf(BoxSize window) =>
        LevelLayout.Plain(window.Width + 1, (window.Width + 1) * (window.Height + 1));

    /// <summary>All samples of a group.</summary>
    public ReadOnlySpan<int> Group(int group) =>
        _samples.AsSpan(group * SamplesPerWindow * Lanes, SamplesPerWindow * Lanes);

    /// <summary>The variance factor that the engine computes for these pixels.</summary>
    public static float FactorOf(ReadOnlySpan<byte> pixels, BoxSize window)
    {
        int sum = 0;
        uint squares = 0;
        for (int y = 1; y < window.Height - 1; y++)
        {
            foreach (byte pixel in pixels.Slice((y * window.Width) + 1, window.Width - 2))
            {
                sum += pixel;
                squares += (uint)(pixel * pixel);
            }
        }

        return new VarianceGate(window).Factor(sum, squares);
    }

    private void Store(int index, byte[] pixels, Integrals integrals)
    {
        integrals.Compute(pixels, _hasTilted);
        int first = (index / Lanes * SamplesPerWindow * Lanes) + (index % Lanes);
        int[] sums = integrals.Sums;
        for (int s = 0; s < sums.Length; s++)
        {
            _samples[first + (s * Lanes)] = sums[s];
        }

        Factors[index] = FactorOf(pixels, Window);
    }

    private sealed class Integrals(BoxSize window, int samples)
    {
        private readonly uint[] _squares = new uint[(window.Width + 1) * (window.Height + 1)];

        public int[] Sums { get; } = new int[samples];

        public void Compute(byte[] pixels, bool hasTilted)
        {
            int stride = window.Width + 1;
            ScalarIntegral.Compute(pixels, window.Width, window.Height, Sums, _squares, stride);
            if (hasTilted)
            {
                ScalarIntegral.ComputeTilted(pixels, window.Width, window.Height, Sums.AsSpan(_squares.Length), stride);
            }
        }
    }
}
