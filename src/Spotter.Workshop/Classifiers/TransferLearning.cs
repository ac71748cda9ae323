using Spotter.Learning.Classifiers.Transfer;
using Spotter.Learning.Datasets;
using Spotter.Networks;
using Spotter.Networks.Layers;

namespace Spotter.Workshop.Classifiers;

/// <summary>Runs that begin with a network that knows pictures already, and when a run does.</summary>
internal static class TransferLearning
{
    /// <summary>What leaves it to the pictures whether there is a backbone.</summary>
    public const string Auto = "auto";

    /// <summary>What learns all layers.</summary>
    public const string None = "none";

    /// <summary>The built-in one.</summary>
    public const string BuiltIn = TrunkBackbone.Name;

    // With more pictures a network of one's own learns more than the last layer of another; and each takes 110 KB.
    private const int MostPhotos = 5000;

    /// <summary>Whether a request has a backbone, and its pictures at the size that suits.</summary>
    /// <returns>The backbone's name, null for none.</returns>
    /// <exception cref="DatasetException">The data cannot be read.</exception>
    /// <exception cref="ArgumentException">There is no such backbone, or it does not suit the pictures.</exception>
    public static (string? Backbone, ClassifierData Data) Read(
        ClassifierRequest request,
        IProgress<(string File, long Bytes)>? download,
        CancellationToken cancellationToken
    )
    {
        switch (request.Backbone)
        {
            case null or None:
                return (null, ReadAs(request.Dataset));
            case BuiltIn:
                ClassifierData data = ReadAs(AtSize(request.Dataset) with { Gray = false });
                TensorShape shape = data.Train.ImageShape;
                return shape == TrunkBackbone.BuiltIn.Input
                    ? (BuiltIn, data)
                    : throw new ArgumentException(
                        $"--backbone {BuiltIn} takes picture files, and {request.Dataset.Source} has pictures of "
                            + $"{shape}; leave it out"
                    );
            case Auto:
                if (
                    request.Dataset is { Width: null, Height: null, Gray: null }
                    && DatasetReader.HasFewPictureFiles(request.Dataset, MostPhotos)
                    && ReadAs(AtSize(request.Dataset)) is { Train.ImageShape.Channels: 3 } photos
                )
                {
                    return (BuiltIn, photos);
                }

                return (null, ReadAs(request.Dataset));
            default:
                throw new ArgumentException(
                    $"backbone {request.Backbone} is not known; use {Auto}, {BuiltIn} or {None}"
                );
        }

        ClassifierData ReadAs(DatasetRequest dataset) => DatasetReader.Read(dataset, null, download, cancellationToken);
    }

    /// <summary>The network of a run: the backbone's layers and a head at each of its depths.</summary>
    public static NetworkDescription Describe(int classes) => TrunkBackbone.Describe(classes);

    /// <summary>How the pixels of a run become numbers.</summary>
    public static PixelNormalization Normalization => TrunkBackbone.BuiltIn.Normalization;

    /// <summary>Gives a network what the backbone has learned.</summary>
    public static void GiveWeights(Sequential network) => TrunkBackbone.BuiltIn.GiveWeights(network);

    /// <summary>Gives a network what its head has learned.</summary>
    public static void GiveHead(Sequential network, HeadTraining head)
    {
        (float[] kernel, float[] bias) = head.Weights();
        TrunkBackbone.GiveHead(network, kernel, bias);
    }

    private static DatasetRequest AtSize(DatasetRequest dataset) =>
        dataset with
        {
            Width = TrunkBackbone.Side,
            Height = TrunkBackbone.Side,
        };
}
