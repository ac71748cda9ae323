using System.Collections.Concurrent;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio.Hosting;
using Spotter.Vision.Images;

namespace Spotter.Studio.Datasets;

/// <summary>
/// Pictures of a data set that are nearly the same: brought to 16 x 16 gray pixels, they differ by less than two of 255
/// levels in the mean. That takes copies at another size or quality for the same, and frames of a camera before which
/// nothing moved; two photos of one thing it does not.
/// </summary>
internal sealed class NearDuplicates
{
    private const int Side = 16;
    private const double SameLevels = 2;

    // Each is compared with those that are about as bright; many more would take seconds.
    private const int MostPictures = 4000;
    private const int MostKept = 20_000;

    private readonly ConcurrentDictionary<string, byte[]> _small = new(StringComparer.Ordinal);

    /// <summary>Groups of two or more, the largest first.</summary>
    /// <exception cref="ProblemException">There are too many pictures to compare.</exception>
    public DuplicateAnswer[][] Of(StoredDataset dataset)
    {
        (string ClassName, string Path)[] pictures =
        [
            .. dataset.Count().SelectMany(entry => dataset.PicturesOf(entry.Name).Select(path => (entry.Name, path))),
        ];
        if (pictures.Length > MostPictures)
        {
            throw ProblemException.Conflict(
                $"near-duplicates are looked for among at most {MostPictures} pictures, and there are {pictures.Length}"
            );
        }

        (byte[] Small, double Mean, int Index)[] sorted =
        [
            .. pictures
                .Select((picture, i) => (Small: SmallOf(picture.Path), Index: i))
                .Where(static one => one.Small.Length > 0)
                .Select(static one => (one.Small, one.Small.Average(static level => level), one.Index))
                .OrderBy(static one => one.Item2),
        ];
        int[] group = [.. Enumerable.Range(0, pictures.Length)];
        for (int i = 0; i < sorted.Length; i++)
        {
            for (int j = i + 1; j < sorted.Length && sorted[j].Mean - sorted[i].Mean < SameLevels; j++)
            {
                if (IsSame(sorted[i].Small, sorted[j].Small))
                {
                    group[RootOf(group, sorted[j].Index)] = RootOf(group, sorted[i].Index);
                }
            }
        }

        return
        [
            .. Enumerable
                .Range(0, pictures.Length)
                .GroupBy(i => RootOf(group, i))
                .Where(static same => same.Count() > 1)
                .OrderByDescending(static same => same.Count())
                .Select(same =>
                    same.Select(i => new DuplicateAnswer(pictures[i].ClassName, Path.GetFileName(pictures[i].Path)))
                        .ToArray()
                ),
        ];
    }

    private static int RootOf(int[] group, int i)
    {
        while (group[i] != i)
        {
            i = group[i] = group[group[i]];
        }

        return i;
    }

    private static bool IsSame(byte[] one, byte[] other)
    {
        int difference = 0;
        for (int i = 0; i < one.Length; i++)
        {
            difference += Math.Abs(one[i] - other[i]);
            if (difference >= SameLevels * Side * Side)
            {
                return false;
            }
        }

        return true;
    }

    // Empty for a picture that cannot be read. Names never get another picture, so a path is all there is to know.
    private byte[] SmallOf(string path)
    {
        if (_small.TryGetValue(path, out byte[]? known))
        {
            return known;
        }

        if (_small.Count >= MostKept)
        {
            _small.Clear();
        }

        return _small[path] = Read(path);
    }

    private static byte[] Read(string path)
    {
        try
        {
            BgrImage image = Picture.Load(path).Bgr;
            var gray = new byte[Side * Side];
            for (int i = 0; i < gray.Length; i++)
            {
                gray[i] = MeanOf(image, i % Side, i / Side);
            }

            return gray;
        }
        catch (PictureException)
        {
            return [];
        }
    }

    // Of all pixels of a cell: samples of a few would differ from size to size.
    private static byte MeanOf(BgrImage image, int column, int row)
    {
        int left = column * image.Width / Side;
        int top = row * image.Height / Side;
        int right = Math.Max(left + 1, (column + 1) * image.Width / Side);
        int bottom = Math.Max(top + 1, (row + 1) * image.Height / Side);
        long sum = 0;
        for (int y = top; y < bottom; y++)
        {
            ReadOnlySpan<byte> pixels = image.Pixels.AsSpan((y * image.Width + left) * 3, (right - left) * 3);
            for (int x = 0; x < pixels.Length; x += 3)
            {
                sum += pixels[x] * 29 + pixels[x + 1] * 150 + pixels[x + 2] * 77;
            }
        }

        return (byte)((sum / ((right - left) * (bottom - top))) >> 8);
    }
}

/// <param name="ClassName">The picture's class.</param>
/// <param name="Name">Its name.</param>
internal sealed record DuplicateAnswer(string ClassName, string Name);
