using Spotter.Networks.Files;
// P. Dollar, R. Appel, S. Belongie, P. Perona: Fast feature pyramids for object detection, PAMI 2014;
// L. Bourdev, J. Brandt: Robust object detection via soft cascade, CVPR 2005.

using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>
/// Boosted trees on aggregated channels with a soft cascade: what training found out about a kind of object, from one
/// side or, as a mixture of components, from several. Immutable; share it between threads and detectors.
/// </summary>
public sealed class ChannelModel
{
    /// <summary>The usual extension of a file with such a model.</summary>
    public const string FileExtension = ".channels";

    // Beyond the votes of any model.
    private const double MaxScore = 1e6;

    private readonly ChannelModelData _data;

    /// <summary>Checks the data and takes it over.</summary>
    /// <exception cref="ChannelFormatException">Something is wrong with it.</exception>
    internal ChannelModel(ChannelModelData data)
    {
        data.Validate();
        _data = data;
        Components = Array.AsReadOnly(data.Components);
        Searched =
        [
            .. data.Components.SelectMany(static component =>
                component.HasMirroredTwin
                    ? (ChannelComponent[])[component, MirroredComponent.Of(component)]
                    : [component]
            ),
        ];
    }

    /// <summary>What to call what is found.</summary>
    public string Label => _data.Label;

    /// <summary>The views that the model knows: one, or the parts of a mixture.</summary>
    public IReadOnlyList<ChannelComponent> Components { get; }

    /// <summary>How pictures are cut into cells, and the window of the first component.</summary>
    public ChannelGeometry Geometry => Components[0].Geometry;

    /// <summary>Where in the window of the first component the object is, in parts of the window.</summary>
    public RelativeRegion ObjectRegion => Components[0].ObjectRegion;

    /// <summary>
    /// The object as large as it is in a window of the first component at the scale of the picture, in pixels.
    /// </summary>
    public BoxSize ObjectSize => Components[0].ObjectSize;

    /// <summary>The score from which on a detector of this model answers, unless it is told otherwise.</summary>
    public double OperatingPoint => _data.OperatingPoint * ChannelTree.ScoreUnit;

    /// <summary>Number of trees of all components.</summary>
    public int TreeCount => Components.Sum(static component => component.TreeCount);

    /// <summary>
    /// Whether finds that touch are parts of one object and are answered as one: where windows of what was learned,
    /// such as the rear of cars, find several parts of a larger object.
    /// </summary>
    public bool JoinsParts => _data.JoinsParts;

    /// <summary>
    /// Whether the windows that find the same object vote for its score and its box; where not, the best of them stands
    /// for all. Objects are found by more windows than what only looks like one.
    /// </summary>
    public bool PoolsWindows => _data.PoolsWindows;

    /// <summary>A network that looks at what the trees find and corrects its score; null where there is none.</summary>
    public SecondStage? SecondStage => _data.SecondStage;

    internal ChannelModelData Data => _data;

    /// <summary>What a search asks: the components, each followed by its twin where it has one.</summary>
    internal ChannelComponent[] Searched { get; }

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
    public ChannelModel WithJoinedParts(bool joinsParts) => new(_data with { JoinsParts = joinsParts });

    /// <summary>The same trees with another answer to whether the windows of a group vote.</summary>
    /// <param name="poolsWindows">See <see cref="PoolsWindows"/>.</param>
    public ChannelModel WithPooledWindows(bool poolsWindows) => new(_data with { PoolsWindows = poolsWindows });

    /// <summary>The same trees with another operating point.</summary>
    /// <param name="score">The score from which on a detector answers.</param>
    public ChannelModel WithOperatingPoint(double score) => new(_data with { OperatingPoint = Units(score) });

    /// <summary>The same trees with another second stage.</summary>
    /// <param name="secondStage">See <see cref="SecondStage"/>; null for none.</param>
    /// <exception cref="ChannelFormatException">It has more than 2 MiB.</exception>
    public ChannelModel WithSecondStage(SecondStage? secondStage) => new(_data with { SecondStage = secondStage });

    /// <summary>The same trees, which find mirror images of what was learned as well.</summary>
    public ChannelModel WithMirroredTwins() =>
        new(
            _data with
            {
                Components = [.. _data.Components.Select(static component => component.With(hasMirroredTwin: true))],
            }
        );

    /// <summary>
    /// The same trees, looked for only at the picture's left edge: see <see cref="ChannelComponent.IsAtEdge"/>.
    /// </summary>
    public ChannelModel AtEdge() =>
        new(
            _data with
            {
                Components = [.. _data.Components.Select(static component => component.With(isAtEdge: true))],
            }
        );

    /// <summary>The same trees with scores that are higher or lower by a number; the operating point stays.</summary>
    /// <param name="offset">What is added to the score of each window.</param>
    public ChannelModel WithScoreOffset(double offset) =>
        new(
            _data with
            {
                Components =
                [
                    .. _data.Components.Select(component => component.With(offset: component.Offset + Units(offset))),
                ],
            }
        );

    /// <summary>
    /// Makes one model of several, which finds what each of them finds. Windows that lie over each other compete.
    /// </summary>
    /// <param name="models">
    /// The models; label, operating point, whether windows vote and parts are joined, and how channels change with
    /// scale are those of the first.
    /// </param>
    /// <exception cref="ArgumentException">They do not fit together: other cells, other labels, too many.</exception>
    public static ChannelModel Combine(IReadOnlyList<ChannelModel> models)
    {
        CheckFit(models, static (first, other) => first.Misfit(other));
        return Put(models, [.. models.SelectMany(static model => model.Components)]);
    }

    /// <summary>
    /// Makes one model of several that learned the same from other examples or choices at random: its scores are the
    /// means of theirs, and tell objects from others better than each alone. Most windows drop out after about as many
    /// trees as with one of them; what is left is judged by all.
    /// </summary>
    /// <param name="models">
    /// The models; label, operating point, whether windows vote and parts are joined, and how channels change with
    /// scale are those of the first.
    /// </param>
    /// <exception cref="ArgumentException">They are not for the same windows, other labels, too many.</exception>
    public static ChannelModel Average(IReadOnlyList<ChannelModel> models)
    {
        CheckFit(models, static (first, other) => first.Difference(other));
        return Put(
            models,
            [
                .. models[0]
                    ._data.Components.Select(
                        (_, i) => AveragedComponent.Of([.. models.Select(model => model._data.Components[i])])
                    ),
            ]
        );
    }

    /// <summary>Why another model cannot be combined with this one; null where it can.</summary>
    /// <param name="other">The other model.</param>
    public string? Misfit(ChannelModel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Label != Label ? $"it finds {other.Label}, not {Label}"
            : other.Geometry.Shrink != Geometry.Shrink
                ? $"its cells have {other.Geometry.Shrink} pixels, not {Geometry.Shrink}"
            : other.Geometry.NormalizationRadius != Geometry.NormalizationRadius
                ? $"its normalization radius is {other.Geometry.NormalizationRadius} cells, not "
                    + $"{Geometry.NormalizationRadius}"
            : null;
    }

    /// <summary>Why another model cannot be averaged with this one; null where it can.</summary>
    /// <param name="other">The other model.</param>
    public string? Difference(ChannelModel other)
    {
        if (Misfit(other) is { } misfit)
        {
            return misfit;
        }

        if (other._data.Components.Length != _data.Components.Length)
        {
            return $"it has {other._data.Components.Length} components, not {_data.Components.Length}";
        }

        for (int i = 0; i < _data.Components.Length; i++)
        {
            ChannelComponent own = _data.Components[i];
            ChannelComponent others = other._data.Components[i];
            if (others.Geometry != own.Geometry || others.ObjectRegion != own.ObjectRegion)
            {
                return $"component {i + 1} has windows of {Size(others)}, not {Size(own)}";
            }

            if (others.HasMirroredTwin != own.HasMirroredTwin || others.IsAtEdge != own.IsAtEdge)
            {
                return $"component {i + 1} is looked for elsewhere: one is mirrored or at the edge, the other not";
            }
        }

        return null;

        static string Size(ChannelComponent component) =>
            $"{component.Geometry.WindowSize.Width}x{component.Geometry.WindowSize.Height} around "
            + $"{component.ObjectSize.Width}x{component.ObjectSize.Height}";
    }

    private static void CheckFit(IReadOnlyList<ChannelModel> models, Func<ChannelModel, ChannelModel, string?> misfit)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count == 0)
        {
            throw new ArgumentException("there must be at least one model", nameof(models));
        }

        for (int i = 1; i < models.Count; i++)
        {
            if (misfit(models[0], models[i]) is { } reason)
            {
                throw new ArgumentException($"model {i + 1} does not fit the first: {reason}", nameof(models));
            }
        }
    }

    private static ChannelModel Put(IReadOnlyList<ChannelModel> models, ChannelComponent[] components)
    {
        try
        {
            // A second stage learned what the trees of its own model take for objects.
            return new ChannelModel(models[0]._data with { Components = components, SecondStage = null });
        }
        catch (ChannelFormatException e)
        {
            throw new ArgumentException(e.Message, nameof(models), e);
        }
    }

    private static int Units(double score) =>
        (int)Math.Round(Math.Clamp(score, -MaxScore, MaxScore) / ChannelTree.ScoreUnit);
}
