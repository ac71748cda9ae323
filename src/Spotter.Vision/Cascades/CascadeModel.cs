// P. Viola, M. Jones: Rapid object detection using a boosted cascade of simple features, CVPR 2001;
// R. Lienhart, J. Maydt: An extended set of Haar-like features, ICIP 2002 (tilted features);
// S. Liao et al.: Learning multi-scale block local binary patterns for face recognition, ICB 2007.

using Spotter.Vision.Cascades.Formats;

namespace Spotter.Vision.Cascades;

/// <summary>
/// A boosted cascade: what a training program found out about a kind of object, and nothing of how to search with
/// it. Immutable; share it between threads and detectors.
/// </summary>
public sealed class CascadeModel
{
    /// <summary>Categories of a local binary pattern: eight comparisons, 2^8 outcomes.</summary>
    internal const int LbpCategories = 256;

    /// <summary>32-bit words of the subset of categories that a node of an LBP cascade holds.</summary>
    internal const int SubsetWords = LbpCategories / 32;

    private readonly Stage[] _stages;
    private readonly WeakClassifier[] _weakClassifiers;
    private readonly TreeNode[] _nodes;
    private readonly float[] _leaves;
    private readonly int[] _subsets;
    private readonly HaarFeature[] _haarFeatures;
    private readonly LbpFeature[] _lbpFeatures;

    /// <summary>Checks the data and takes it over.</summary>
    /// <exception cref="CascadeFormatException">Something is wrong with it.</exception>
    internal CascadeModel(CascadeData data)
    {
        data.Validate();
        WindowSize = data.WindowSize;
        FeatureType = data.FeatureType;
        _stages = data.Stages;
        _weakClassifiers = data.WeakClassifiers;
        _nodes = data.Nodes;
        _leaves = data.Leaves;
        _subsets = data.Subsets;
        _haarFeatures = data.HaarFeatures;
        _lbpFeatures = data.LbpFeatures;

        // Loops, for the generic methods behind a query would cost the first model of a process milliseconds.
        foreach (HaarFeature feature in _haarFeatures)
        {
            HasTiltedFeatures |= feature.IsTilted;
        }

        foreach (WeakClassifier weak in _weakClassifiers)
        {
            MaxNodesPerTree = Math.Max(MaxNodesPerTree, weak.NodeCount);
        }
    }

    /// <summary>The size of the smallest object that the cascade can find, in pixels.</summary>
    public BoxSize WindowSize { get; }

    /// <summary>What the weak classifiers look at.</summary>
    public CascadeFeatureType FeatureType { get; }

    /// <summary>The stages, cheapest first. A window must pass them all.</summary>
    public ReadOnlySpan<Stage> Stages => _stages;

    /// <summary>The weak classifiers of all stages, in order.</summary>
    public ReadOnlySpan<WeakClassifier> WeakClassifiers => _weakClassifiers;

    /// <summary>The nodes of all weak classifiers, in order.</summary>
    public ReadOnlySpan<TreeNode> Nodes => _nodes;

    /// <summary>The leaf values of all weak classifiers, in order.</summary>
    public ReadOnlySpan<float> Leaves => _leaves;

    /// <summary>
    /// LBP only: eight words a node, one bit a category; a window whose category has its bit set goes left.
    /// Empty for Haar cascades.
    /// </summary>
    public ReadOnlySpan<int> Subsets => _subsets;

    /// <summary>The features of a Haar cascade; empty for LBP.</summary>
    public ReadOnlySpan<HaarFeature> HaarFeatures => _haarFeatures;

    /// <summary>The features of an LBP cascade; empty for Haar.</summary>
    public ReadOnlySpan<LbpFeature> LbpFeatures => _lbpFeatures;

    /// <summary>True where a Haar feature stands on its corner.</summary>
    public bool HasTiltedFeatures { get; }

    /// <summary>1 where all weak classifiers are stumps.</summary>
    public int MaxNodesPerTree { get; }

    /// <summary>
    /// Reads a cascade file of OpenCV, in the format of <c>opencv_traincascade</c> or of <c>opencv_haartraining</c>.
    /// </summary>
    /// <param name="path">An XML file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="CascadeFormatException">The file is not a cascade, or a broken one; the message names file and
    /// place.</exception>
    public static CascadeModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Load(stream, path);
    }

    /// <summary>Reads a cascade in one of OpenCV's XML formats.</summary>
    /// <param name="stream">The XML text; read to its end and left open.</param>
    /// <param name="name">What to call the source in errors.</param>
    /// <exception cref="CascadeFormatException">The text is not a cascade, or a broken one.</exception>
    public static CascadeModel Load(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return OpenCvXml.Read(stream, name);
    }

    /// <summary>
    /// Writes the cascade as OpenCV XML, which OpenCV 4 loads and <see cref="Load(Stream, string)"/> reads back bit for
    /// bit.
    /// </summary>
    /// <param name="stream">Receives UTF-8 text; it is left open.</param>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        TrainCascadeWriter.Write(this, stream);
    }
}
