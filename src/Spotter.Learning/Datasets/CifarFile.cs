using System.Formats.Tar;
using System.IO.Compression;
using Spotter.Networks.Layers;

namespace Spotter.Learning.Datasets;

/// <summary>The binary form of CIFAR-10: records of a label and 32 x 32 bytes of red, then green, then blue.</summary>
internal static class CifarFile
{
    public const string ArchiveName = "cifar-10-binary.tar.gz";

    private const int Side = 32;
    private const int Plane = Side * Side;
    private const int RecordLength = 1 + 3 * Plane;
    private const int RecordsAFile = 10_000;
    private const string TestFile = "test_batch.bin";

    // No memory is taken for others.
    private static readonly string[] Files =
    [
        .. Enumerable.Range(1, 5).Select(static i => $"data_batch_{i}.bin"),
        TestFile,
    ];

    public static (ImageDataset Train, ImageDataset Test) Load(string folder, KnownDataset known)
    {
        string path = Path.Combine(folder, ArchiveName);
        var batches = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            using FileStream file = File.OpenRead(path);
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            using var archive = new TarReader(unpacked);
            while (archive.GetNextEntry() is { } entry)
            {
                if (
                    entry.DataStream is not null
                    && Files.Contains(Path.GetFileName(entry.Name), StringComparer.Ordinal)
                    && entry.Length == RecordLength * RecordsAFile
                )
                {
                    var batch = new byte[entry.Length];
                    entry.DataStream.ReadExactly(batch);
                    batches[Path.GetFileName(entry.Name)] = batch;
                }
            }
        }
        catch (Exception problem)
            when (problem
                    is IOException
                        or InvalidDataException
                        or UnauthorizedAccessException
                        // What the framework's reader makes of numbers and names that are none.
                        or OverflowException
                        or FormatException
                        or ArgumentException
            )
        {
            throw new DatasetException($"{path}: {problem.Message}", problem);
        }

        byte[][] train = [.. Files[..^1].Select(name => Find(batches, name, path))];
        return (Convert(train, known), Convert([Find(batches, TestFile, path)], known));
    }

    private static byte[] Find(Dictionary<string, byte[]> batches, string name, string path) =>
        batches.GetValueOrDefault(name)
        ?? throw new DatasetException($"{path}: holds no file {name} of {RecordLength * RecordsAFile} bytes");

    private static ImageDataset Convert(byte[][] batches, KnownDataset known)
    {
        var pixels = new byte[batches.Length * RecordsAFile * 3 * Plane];
        var labels = new int[batches.Length * RecordsAFile];
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<byte> record = batches[i / RecordsAFile].AsSpan(i % RecordsAFile * RecordLength, RecordLength);
            labels[i] = record[0];
            Span<byte> picture = pixels.AsSpan(i * 3 * Plane, 3 * Plane);
            for (int pixel = 0; pixel < Plane; pixel++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    picture[pixel * 3 + channel] = record[1 + channel * Plane + pixel];
                }
            }
        }

        return new ImageDataset(known.Name, TensorShape.Image(Side, Side, 3), pixels, labels, known.ClassNames);
    }
}
