using System.Runtime.InteropServices;
using Spotter.Learning.Datasets;
using Spotter.Networks;
using Spotter.Networks.Layers;

namespace Spotter.Benchmarks.Training;

/// <summary>The pictures of the benchmark, and the folder through which the peer gets them.</summary>
internal sealed class TrainingData : IDisposable
{
    private const int ShuffleSeed = 5;

    private readonly DirectoryInfo _exchange = Directory.CreateTempSubdirectory("spotter-bench-");

    /// <param name="count">Pictures to take from the data set.</param>
    public TrainingData(int count)
    {
        (ImageDataset all, Source) = Load(count);
        int[] order = [.. Enumerable.Range(0, all.Count)];
        new Random(ShuffleSeed).Shuffle(order);
        Pictures = all.Select(order.AsSpan(0, count));
        using FileStream images = File.Create(Path.Combine(Folder, "images.bin"));
        for (int i = 0; i < count; i++)
        {
            images.Write(Pictures.Image(i));
        }

        File.WriteAllBytes(
            Path.Combine(Folder, "labels.bin"),
            Array.ConvertAll(Pictures.Labels.ToArray(), static label => (byte)label)
        );
    }

    /// <summary>Where the pictures are from, for the heading.</summary>
    public string Source { get; }

    /// <summary>In the order in which both sides see them.</summary>
    public ImageDataset Pictures { get; }

    public string Folder => _exchange.FullName;

    /// <summary>Leaves the network's weights for the peer.</summary>
    public void WriteWeights(string name, Sequential network)
    {
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            File.WriteAllBytes(
                Path.Combine(Folder, $"{name}-{i}.bin"),
                MemoryMarshal.AsBytes(network.Parameters[i].ToArray().AsSpan()).ToArray()
            );
        }
    }

    public void Dispose() => _exchange.Delete(recursive: true);

    private static (ImageDataset Pictures, string Source) Load(int count)
    {
        string development = Path.Combine(
            Environment.GetEnvironmentVariable("SPOTTER_DEV_DATA") ?? Path.Combine("..", "shared", "data"),
            "fashion-mnist"
        );
        foreach (string folder in new[] { development, Path.Combine(DatasetCache.DefaultFolder, "fashion-mnist") })
        {
            if (Directory.Exists(folder))
            {
                return (KnownDataset.FashionMnist.Load(folder).Train, "Fashion-MNIST");
            }
        }

        return (
            Generate(count),
            "generated pictures (Fashion-MNIST is neither in the development data nor in the cache)"
        );
    }

    // Ten classes of blurred bars, so that there is something to learn; times do not depend on what is in a picture.
    private static ImageDataset Generate(int count)
    {
        const int Side = 28;
        var random = new Random(ShuffleSeed);
        var pixels = new byte[count * Side * Side];
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(10);
            for (int p = 0; p < Side * Side; p++)
            {
                int distance = Math.Abs(p % Side - 2 * labels[i] - 4);
                pixels[i * Side * Side + p] = (byte)Math.Clamp(200 - 40 * distance + random.Next(-50, 50), 0, 255);
            }
        }

        return new ImageDataset(
            "generated",
            TensorShape.Image(Side, Side, 1),
            pixels,
            labels,
            KnownDataset.FashionMnist.ClassNames
        );
    }
}
