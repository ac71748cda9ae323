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
    /// <returns>The backbone, null for none, and the request as it is kept.</returns>
    /// <exception cref="DatasetException">The data cannot be read.</exception>
    /// <exception cref="ArgumentException">It does not suit the pictures.</exception>
    /// <exception cref="SpotterException">The backbone's file cannot be used.</exception>
    public static (IBackbone? Backbone, ClassifierData Data, ClassifierRequest Request) Read(
        ClassifierRequest request,
        IProgress<(string File, long Bytes)>? download,
        CancellationToken cancellationToken
    )
    {
        switch (request.Backbone)
        {
            case null or None:
                return (null, ReadAs(request.Dataset), request);
            case BuiltIn:
                ClassifierData data = ReadAs(AtSize(request.Dataset) with { Gray = false });
                TensorShape shape = data.Train.ImageShape;
                return shape == TrunkBackbone.BuiltIn.Input
                    ? (TrunkBackbone.BuiltIn, data, request)
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
                    return (TrunkBackbone.BuiltIn, photos, request);
                }

                return (null, ReadAs(request.Dataset), request);
            case { } file:
                return OnOnnx(file);
        }

        (IBackbone, ClassifierData, ClassifierRequest) OnOnnx(string file)
        {
            var backbone = OnnxBackbone.Open(file, request.BackboneLayer, request.BackbonePixels);
            try
            {
                // Kept with the run, so that it reads its pictures at this size again.
                ClassifierRequest kept = request with { Dataset = request.Dataset.Fitting(backbone.Input) };
                ClassifierData data = ReadAs(kept.Dataset);
                return data.Train.ImageShape == backbone.Input
                    ? (backbone, data, kept)
                    : throw new ArgumentException(
                        $"{file} takes pictures of {backbone.Input}, and {request.Dataset.Source} has those of "
                            + $"{data.Train.ImageShape}; picture files are brought to any size"
                    );
            }
            catch
            {
                backbone.Dispose();
                throw;
            }
        }

        ClassifierData ReadAs(DatasetRequest dataset) => DatasetReader.Read(dataset, null, download, cancellationToken);
    }

    /// <summary>What is learned on a backbone: the whole network where it is ours, else the last layer.</summary>
    public static NetworkDescription Describe(IBackbone backbone, int classes) =>
        backbone is TrunkBackbone
            ? TrunkBackbone.Describe(classes)
            : new NetworkDescription([backbone.FeatureCount], [new Dense(classes) { Name = "head" }]);

    /// <summary>How the pixels of a run become numbers.</summary>
    public static PixelNormalization NormalizationOf(IBackbone backbone) =>
        backbone is TrunkBackbone own ? own.Normalization : PixelNormalization.ZeroToOne(backbone.Input.Channels);

    /// <summary>The backbone of a run that is there.</summary>
    /// <exception cref="SpotterException">Its file is gone, or cannot be used.</exception>
    public static IBackbone? Open(RunConfiguration configuration) =>
        configuration.Backbone switch
        {
            null => null,
            BuiltIn => TrunkBackbone.BuiltIn,
            var file => OnnxBackbone.Open(file, configuration.BackboneLayer, configuration.BackbonePixels),
        };

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
