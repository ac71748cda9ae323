// P. Dollar, R. Appel, S. Belongie, P. Perona: Fast feature pyramids for object detection, PAMI 2014;
// L. Bourdev, J. Brandt: Robust object detection via soft cascade, CVPR 2005.

using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>
/// Boosted trees on aggregated channels with a soft cascade: what training found out about a kind of object. Immutable;
/// share it between threads and detectors.
/// </summary>
public sealed class ChannelModel
{
    /// <summary>The usual extension of a file with such a model.</summary>
    public const string FileExtension = ".channels";

    private readonly ChannelModelData _data;

    /// <summary>Checks the data and takes it over.</summary>
    /// <exception cref="ChannelFormatException">Something is wrong with it.</exception>
    internal ChannelModel(ChannelModelData data)
    {
        data.Validate();
        _data = data;
    }

    /// <summary>What to call what is found.</summary>
    public string Label => _data.Label;

    /// <summary>How pictures are cut into cells and windows.</summary>
    public ChannelGeometry Geometry => _data.Geometry;

    /// <summary>Where in its window the object is, in parts of the window.</summary>
    public RelativeRegion ObjectRegion => _data.Object;

    /// <summary>The object as large as it is in a window at the scale of the picture, in pixels.</summary>
    public BoxSize ObjectSize => new(
        (int)Math.Round(ObjectRegion.Width * Geometry.WindowSize.Width),
        (int)Math.Round(ObjectRegion.Height * Geometry.WindowSize.Height));

    /// <summary>The score from which on a detector of this model answers, unless it is told otherwise.</summary>
    public double OperatingPoint => _data.OperatingPoint * ChannelTree.ScoreUnit;

    /// <summary>Number of trees.</summary>
    public int TreeCount => _data.Trees.Length;

    /// <summary>
    /// Whether finds that touch are parts of one object and are answered as one: where windows of what was learned, such as the
    /// rear of cars, find several parts of a larger object.
    /// </summary>
    public bool JoinsParts => _data.JoinsParts;

    /// <summary>
    /// Whether the windows that find the same object vote for its score and its box; where not, the best of them stands for all.
    /// Objects are found by more windows than what only looks like one.
    /// </summary>
    public bool PoolsWindows => _data.PoolsWindows;

    internal ChannelModelData Data => _data;

    internal ReadOnlySpan<ChannelTree> Trees => _data.Trees;

    /// <summary>Reads a model file.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ChannelFormatException">The file is not such a model, or a broken one; the message names file and fault.</exception>
    public static ChannelModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return ChannelFormat.Read(stream, path);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="stream">What <see cref="ToBytes"/> gave; read to its end and left open.</param>
    /// <param name="name">What to call the source in errors.</param>
    /// <exception cref="ChannelFormatException">The bytes are not such a model, or a broken one.</exception>
    public static ChannelModel Load(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ChannelFormat.Read(stream, name);
    }

    /// <summary>The model as a file holds it.</summary>
    public byte[] ToBytes() => ChannelFormat.Write(this);

    /// <summary>Writes the model; an existing file is replaced once the new one is whole.</summary>
    /// <param name="path">Where to.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string temporary = $"{path}.{Environment.ProcessId}.part";
        try
        {
            File.WriteAllBytes(temporary, ToBytes());
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The same trees with another answer to whether finds that touch are one object.</summary>
    /// <param name="joinsParts">See <see cref="JoinsParts"/>.</param>
    public ChannelModel WithJoinedParts(bool joinsParts) => new(_data with { JoinsParts = joinsParts });

    /// <summary>The same trees with another answer to whether the windows of a group vote.</summary>
    /// <param name="poolsWindows">See <see cref="PoolsWindows"/>.</param>
    public ChannelModel WithPooledWindows(bool poolsWindows) => new(_data with { PoolsWindows = poolsWindows });

    /// <summary>The same trees with another operating point.</summary>
    /// <param name="score">The score from which on a detector answers.</param>
    public ChannelModel WithOperatingPoint(double score) => new(_data with
    {
        OperatingPoint = (int)Math.Round(Math.Clamp(score, -1e6, 1e6) / ChannelTree.ScoreUnit),
    });
}
