// P. Dollar, R. Appel, S. Belongie, P. Perona: Fast feature pyramids for object detection, PAMI 2014;
// L. Bourdev, J. Brandt: Robust object detection via soft cascade, CVPR 2005.

using Spotter.Networks.Files;
using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>
/// Boosted trees on aggregated channels with a soft cascade: what training found out about a kind of object as it looks
/// from one side. Immutable; share it between threads and detectors.
/// </summary>
public sealed class ChannelModel
{
    /// <summary>The usual extension of a file with such a model.</summary>
    public const string FileExtension = ".channels";

    // Beyond the votes of any model.
    private const double MaxScore = 1e6;

    /// <summary>Checks the data and takes it over.</summary>
    /// <exception cref="ChannelFormatException">Something is wrong with it.</exception>
    internal ChannelModel(ChannelModelData data)
    {
        data.Validate();
        Data = data;
        RelativeRegion region = data.ObjectRegion;
        Margin = new BoxSize(
            Cells(Math.Min(region.X, 1 - region.X - region.Width), data.Geometry.Columns),
            Cells(Math.Min(region.Y, 1 - region.Y - region.Height), data.Geometry.Rows)
        );

        static int Cells(double part, int all) => Math.Max((int)Math.Floor(part * all), 0);
    }

    /// <summary>What to call what is found.</summary>
    public string Label => Data.Label;

    /// <summary>How pictures are cut into cells, and the window of cells that the trees judge.</summary>
    public ChannelGeometry Geometry => Data.Geometry;

    /// <summary>Where in the window the object is, in parts of the window.</summary>
    public RelativeRegion ObjectRegion => Data.ObjectRegion;

    /// <summary>The object as large as it is in a window at the scale of the picture, in pixels.</summary>
    public BoxSize ObjectSize =>
        new(
            (int)Math.Round(ObjectRegion.Width * Geometry.WindowSize.Width),
            (int)Math.Round(ObjectRegion.Height * Geometry.WindowSize.Height)
        );

    /// <summary>The score from which on a detector of this model answers, unless it is told otherwise.</summary>
    public double OperatingPoint => Data.OperatingPoint * ChannelTree.ScoreUnit;

    /// <summary>Number of trees.</summary>
    public int TreeCount => Data.Trees.Length;

    /// <summary>
    /// Whether finds that touch are parts of one object and are answered as one: where windows of what was learned,
    /// such as the rear of cars, find several parts of a larger object.
    /// </summary>
    public bool JoinsParts => Data.JoinsParts;

    internal ChannelModelData Data { get; }

    internal ReadOnlySpan<ChannelTree> Trees => Data.Trees;

    /// <summary>
    /// Cells that a window may reach over the edge of a picture: as far as it reaches over the object in it.
    /// </summary>
    internal BoxSize Margin { get; }

    /// <summary>Reads a model file.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ChannelFormatException">The file is not such a model, or a broken one; the message names file
    /// and fault.</exception>
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
        WholeFile.Write(path, ToBytes());
    }

    /// <summary>The same trees with another answer to whether finds that touch are one object.</summary>
    /// <param name="joinsParts">See <see cref="JoinsParts"/>.</param>
    public ChannelModel WithJoinedParts(bool joinsParts) => new(Data with { JoinsParts = joinsParts });

    /// <summary>The same trees with another operating point.</summary>
    /// <param name="score">The score from which on a detector answers.</param>
    public ChannelModel WithOperatingPoint(double score) =>
        new(
            Data with
            {
                OperatingPoint = (int)Math.Round(Math.Clamp(score, -MaxScore, MaxScore) / ChannelTree.ScoreUnit),
            }
        );
}
