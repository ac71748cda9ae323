using System.Globalization;
using Spotter.Networks;
using Spotter.Networks.Layers;

namespace Spotter.Learning.Classifiers;

/// <summary>How much memory a training will take, before it takes any.</summary>
internal static class MemoryNeed
{
    // A weight has a gradient and two memories of the optimizer beside it, a value between layers its gradient.
    private const int NumbersAWeight = 4;
    private const int NumbersAValue = 2;

    /// <exception cref="ArgumentException">Layers do not fit onto each other, or there is not so much memory; the
    /// message says how much.</exception>
    public static void Check(NetworkDescription network, int batch)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        Sequential empty = network.BuildEmpty(available / (sizeof(float) * NumbersAWeight));
        double values = (double)batch * NumbersAValue * Length(empty.Built);
        double bytes = sizeof(float) * (values + (double)NumbersAWeight * empty.TrainableCount);
        if (bytes > available)
        {
            (int index, BuiltLayer largest) = empty.Built.Index().MaxBy(static entry => Length([entry.Item]));
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"training would take about {bytes / 1e9:0.0} GB of memory, and there are {available / 1e9:0.0}; "
                        + $"make batches ({batch}) or layers smaller, first layer {index + 1} ({largest.Name})"
                )
            );
        }
    }

    private static long Length(IReadOnlyList<BuiltLayer> layers) =>
        layers.Sum(static layer => (long)layer.Output.Length);
}
