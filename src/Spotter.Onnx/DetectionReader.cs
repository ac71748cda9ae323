using System.Globalization;
using Spotter.Onnx.Decoders;
using Spotter.Vision;

namespace Spotter.Onnx;

/// <summary>What a network tells of a find, in the picture.</summary>
internal static class DetectionReader
{
    /// <param name="reading">How the answer is read.</param>
    /// <param name="outputs">The answer.</param>
    /// <param name="box">The find, in pixels of the input.</param>
    /// <param name="inPicture">Its box in the picture.</param>
    /// <param name="letterbox">How the picture was fitted into the input.</param>
    public static Detection Read(
        Reading reading,
        IReadOnlyList<NetworkOutput> outputs,
        NetworkBox box,
        Box inPicture,
        Letterbox letterbox
    )
    {
        RowBlock block = reading.Blocks[box.Block];
        var detection = new Detection(inPicture, box.Score, LabelOf(reading, box.Class));
        if (reading.Prototypes is { } prototypes && block.Coefficients is { } coefficients)
        {
            detection = detection with
            {
                Mask = MaskMixture.Mix(outputs[prototypes], coefficients, outputs, box.Row, inPicture, letterbox),
            };
        }

        if (reading.Points is not { } form || block.Points is not { } table)
        {
            return detection;
        }

        Span<float> buffer = stackalloc float[RowReader.LongestRow];
        ReadOnlySpan<float> numbers = table.Row(outputs[table.Output].Data, box.Row, buffer);
        Place place = block.PlaceOf(box.Row);
        var points = new Point[form.Count];
        for (int i = 0; i < form.Count; i++)
        {
            (float x, float y) = form.Coding(numbers[i * form.Numbers], numbers[(i * form.Numbers) + 1], place);
            points[i] = letterbox.ToPicture(new Point(x, y));
        }

        if (form.Skeleton is null)
        {
            return detection with { Landmarks = FaceLandmarks.Of(points) };
        }

        var keypoints = new Keypoint[form.Count];
        for (int i = 0; i < form.Count; i++)
        {
            // Who says nothing of how sure it is means that it is there.
            double score = form.Numbers > 2 ? Math.Clamp(numbers[(i * form.Numbers) + 2], 0, 1) : 1;
            keypoints[i] = new Keypoint(points[i], score);
        }

        return detection with
        {
            Keypoints = new DetectionKeypoints(form.Skeleton, keypoints),
        };
    }

    // Where a network numbers its classes itself, nobody knows how many there are.
    private static string LabelOf(Reading reading, int label) =>
        label < reading.Labels.Count ? reading.Labels[label] : $"class {label.ToString(CultureInfo.InvariantCulture)}";
}
