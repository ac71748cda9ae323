using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;

namespace Spotter.Learning.Datasets;

/// <summary>
/// Pictures of one size with a class each, in memory as bytes. Gray pictures have one channel; colour ones have three
/// in the order red, green, blue.
/// </summary>
public sealed class ImageDataset
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly string[]? _groups;
    private readonly string[]? _sources;

    /// <summary>Takes over the arrays.</summary>
    /// <param name="name">For messages, for example <c>fashion-mnist</c>.</param>
    /// <param name="imageShape">Height x width x channels; 1 or 3 channels.</param>
    /// <param name="pixels">Picture after picture, row-major, channels side by side, 0..255.</param>
    /// <param name="labels">The class of each picture, 0 to the number of classes - 1.</param>
    /// <param name="classNames">A name for each class, at least 2, all different.</param>
    /// <param name="groups">For each picture, a name for what it shares with others (a person, a recording); splits by
    /// group keep those together.</param>
    /// <param name="sources">For each picture, where it came from, for messages and reports.</param>
    /// <exception cref="ArgumentException">Lengths do not agree, or a label has no name; the message names the
    /// picture.</exception>
    public ImageDataset(
        string name,
        TensorShape imageShape,
        byte[] pixels,
        int[] labels,
        IReadOnlyList<string> classNames,
        string[]? groups = null,
        string[]? sources = null
    )
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        if (!imageShape.IsImage || imageShape.Channels is not (1 or 3))
        {
            throw new ArgumentException(
                $"pictures have 1 or 3 channels, got a shape of {imageShape}",
                nameof(imageShape)
            );
        }

        if (pixels.Length != (long)labels.Length * imageShape.Length)
        {
            throw new ArgumentException(
                $"{labels.Length} pictures of {imageShape} are {(long)labels.Length * imageShape.Length} bytes, got "
                    + $"{pixels.Length}",
                nameof(pixels)
            );
        }

        if (classNames.Count < 2 || classNames.Distinct(StringComparer.Ordinal).Count() != classNames.Count)
        {
            throw new ArgumentException(
                $"a data set needs at least 2 classes with different names, got [{string.Join(", ", classNames)}]",
                nameof(classNames)
            );
        }

        RequireLength(groups, labels.Length, nameof(groups));
        RequireLength(sources, labels.Length, nameof(sources));
        Name = name;
        ImageShape = imageShape;
        ClassNames = [.. classNames];
        _pixels = pixels;
        _labels = labels;
        _groups = groups;
        _sources = sources;
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classNames.Count)
            {
                throw new ArgumentException(
                    $"{SourceOf(i)} has label {labels[i]}, but there are {classNames.Count} classes (0 to "
                        + $"{classNames.Count - 1})",
                    nameof(labels)
                );
            }
        }
    }

    /// <summary>For messages.</summary>
    public string Name { get; }

    /// <summary>Height x width x channels of every picture.</summary>
    public TensorShape ImageShape { get; }

    /// <summary>Names of the classes; a label is an index here.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>What each picture is called and shows; null where that is told by number and pixels.</summary>
    internal PictureIdentity[]? Identities { get; init; }

    /// <summary>For the names of pictures that have none: which file or part they are numbered in.</summary>
    internal string Origin { get; init; } = "";

    /// <summary>Number of pictures.</summary>
    public int Count => _labels.Length;

    /// <summary>The class of each picture.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Whether the pictures carry groups for <see cref="DatasetSplitter"/>.</summary>
    public bool HasGroups => _groups is not null;

    /// <summary>Classes that no picture is of.</summary>
    internal IReadOnlyList<string> MissingClasses =>
        [.. ClassNames.Zip(Balance().Counts).Where(static pair => pair.Second == 0).Select(static pair => pair.First)];

    /// <summary>The pixels of one picture, row-major, channels side by side.</summary>
    public ReadOnlySpan<byte> Image(int index) => _pixels.AsSpan(checked(index * ImageShape.Length), ImageShape.Length);

    /// <summary>One picture, to look at; what is drawn on it does not change the data set.</summary>
    /// <param name="index">Its number, 0 is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture; the message says how many there
    /// are.</exception>
    public Frame Picture(int index)
    {
        byte[] pixels = Image(Checked(index)).ToArray();
        if (ImageShape.Channels == 1)
        {
            return new Frame(new GrayImage(pixels, ImageShape.Width, ImageShape.Height));
        }

        SwapRedAndBlue(pixels);
        return new Frame(new BgrImage(pixels, ImageShape.Width, ImageShape.Height));
    }

    /// <summary>The name of a picture's class.</summary>
    /// <param name="index">The picture's number, 0 is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture; the message says how many there
    /// are.</exception>
    public string LabelOf(int index) => ClassNames[_labels[Checked(index)]];

    /// <summary>The group of a picture; the picture's own number where there are none.</summary>
    public string GroupOf(int index) =>
        _groups?[index] ?? index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Where a picture came from, or its number in the data set.</summary>
    public string SourceOf(int index) => _sources?[index] ?? $"{Name}, picture {index}";

    /// <summary>What a picture is called in its data set, and what it shows.</summary>
    internal PictureIdentity IdentityOf(int index) =>
        Identities?[index]
        ?? new PictureIdentity(
            Origin + index.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ContentHash.Of(Image(index), ImageShape)
        );

    /// <summary>The same pictures, named by their numbers in that origin.</summary>
    internal ImageDataset With(string origin) =>
        new(Name, ImageShape, _pixels, _labels, ClassNames, _groups, _sources)
        {
            Identities = Identities,
            Origin = origin,
        };

    /// <summary>The same pictures under other classes.</summary>
    /// <param name="classNames">The classes.</param>
    /// <param name="places">For each class of now its place among them.</param>
    internal ImageDataset With(IReadOnlyList<string> classNames, int[] places) =>
        new(Name, ImageShape, _pixels, [.. _labels.Select(label => places[label])], classNames, _groups, _sources)
        {
            Identities = Identities,
            Origin = Origin,
        };

    /// <summary>Some of the pictures, in the given order.</summary>
    /// <param name="indices">Numbers of pictures.</param>
    public ImageDataset Select(ReadOnlySpan<int> indices)
    {
        int length = ImageShape.Length;
        var pixels = new byte[checked(indices.Length * length)];
        var labels = new int[indices.Length];
        string[]? groups = _groups is null ? null : new string[indices.Length];
        var sources = new string[indices.Length];
        var identities = new PictureIdentity[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * length, length));
            labels[i] = _labels[indices[i]];
            sources[i] = SourceOf(indices[i]);
            identities[i] = IdentityOf(indices[i]);
            if (groups is not null)
            {
                groups[i] = GroupOf(indices[i]);
            }
        }

        return new ImageDataset(Name, ImageShape, pixels, labels, ClassNames, groups, sources)
        {
            Identities = identities,
        };
    }

    /// <summary>How many pictures each class has.</summary>
    public ClassBalance Balance()
    {
        var counts = new int[ClassNames.Count];
        foreach (int label in _labels)
        {
            counts[label]++;
        }

        return new ClassBalance(ClassNames, counts);
    }

    /// <summary>
    /// A normalisation that gives each channel mean 0 and deviation 1 over these pictures. Use the training part.
    /// </summary>
    public PixelNormalization StandardNormalization()
    {
        int channels = ImageShape.Channels;
        var counts = new long[channels, 256];
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<byte> image = Image(i);
            for (int k = 0; k < image.Length; k++)
            {
                counts[k % channels, image[k]]++;
            }
        }

        var scales = new float[channels];
        var offsets = new float[channels];
        double pixels = Math.Max(1, (double)Count * ImageShape.Length / channels);
        for (int channel = 0; channel < channels; channel++)
        {
            double mean = 0;
            double square = 0;
            for (int value = 0; value < 256; value++)
            {
                mean += value * (counts[channel, value] / pixels);
                square += (double)value * value * (counts[channel, value] / pixels);
            }

            // A channel of one colour has no deviation to divide by.
            double deviation = Math.Max(1, Math.Sqrt(Math.Max(0, square - mean * mean)));
            scales[channel] = (float)(1 / deviation);
            offsets[channel] = (float)(-mean / deviation);
        }

        return new PixelNormalization(scales, offsets);
    }

    /// <summary>Red, green, blue becomes blue, green, red, and back.</summary>
    internal static void SwapRedAndBlue(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i += 3)
        {
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        }
    }

    private int Checked(int index) =>
        (uint)index < (uint)Count
            ? index
            : throw new ArgumentOutOfRangeException(
                nameof(index),
                index,
                $"{Name} has the pictures 0 to {Count - 1}, got {index}"
            );

    private static void RequireLength(string[]? values, int count, string name)
    {
        if (values is not null && values.Length != count)
        {
            throw new ArgumentException($"{name} must be one a picture ({count}), got {values.Length}", name);
        }
    }
}

/// <summary>Which picture it is.</summary>
/// <param name="Name">What its data set calls it.</param>
/// <param name="Content">The hash of what it shows, see <see cref="ContentHash"/>.</param>
internal readonly record struct PictureIdentity(string Name, ulong Content);
