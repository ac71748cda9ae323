using Spotter.Media.Drawing;
using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Tracking;

namespace Spotter.Applications;

/// <summary>Faces, and which of them smile.</summary>
public static class Smiles
{
    /// <summary>The label of a face that smiles.</summary>
    public const string Smiling = SmileNetwork.Smiling;

    /// <summary>What the network is called where a user chooses between it and the cascade.</summary>
    public const string NetworkName = "smiles";

    // Measured on GENKI-4K crops: docs/reference/smile_settings.md.
    private const int MinNeighbors = 40;
    private const int WorkingWidth = 96;
    private const double ScaleFactor = 1.1;
    private static readonly RelativeRegion Mouth = new(0, 0.45, 1, 0.55);
    private static readonly RelativeRegion EyeRegion = new(0.05, 0.15, 0.9, 0.45);

    /// <summary>Makes the application.</summary>
    /// <param name="faces">What finds faces; <see cref="AlignedFaces"/> for pictures that are faces.</param>
    /// <param name="options">How smiles are told; null takes the defaults.</param>
    public static Application Create(IDetector faces, SmileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(faces);
        options ??= new SmileOptions();
        RelativeRegion square = FaceBoxes.SquareFor(faces);
        List<InnerSearch> inner = options.UsesNetwork
            ? []
            : [SmileSearch(options.MinNeighbors) with { Reference = square }];
        if (options.WithEyes)
        {
            inner.Add(
                new InnerSearch
                {
                    Detector = Detector.Eyes(),
                    Reference = square,
                    Region = EyeRegion,
                    MinWidth = 0.15,
                    Options = new DetectionOptions { MinNeighbors = 6 },
                }
            );
        }

        IDetector outer = options.UsesNetwork
            ? Detector.Smiles(faces, options.MinSmile ?? SmileNetwork.Threshold)
            : faces;
        return new Application(inner.Count == 0 ? outer : new NestedDetector(outer, inner))
        {
            SmallestShare = Faces.SmallestShareFor(faces),
            Tracking = TrackerOptions.Default with
            {
                LabelKinds = new Dictionary<string, string>(StringComparer.Ordinal) { [Smiling] = "face" },
            },
            Drawing = Faces.DrawingFor(faces) with
            {
                LabelPlace = LabelPlace.Below,
                Text = static detection => detection.Label == Smiling ? Smiling : "",
            },
        };
    }

    /// <summary>Looks for a smile in the mouth region of a face, and marks the face.</summary>
    /// <param name="minNeighbors">Candidates that a smile needs; null takes the measured default.</param>
    public static InnerSearch SmileSearch(int? minNeighbors = null) =>
        new()
        {
            Detector = Detector.FromModel("haarcascade_smile"),
            Region = Mouth,
            WorkingWidth = WorkingWidth,
            MinWidth = 0.25,
            MarksOuter = Smiling,
            Options = new DetectionOptions { ScaleFactor = ScaleFactor, MinNeighbors = minNeighbors ?? MinNeighbors },
        };
}
