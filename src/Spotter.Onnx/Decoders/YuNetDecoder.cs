// W. Wu, H. Peng, S. Yu: YuNet, a tiny millisecond-level face detector, Machine Intelligence Research 2023; the meaning
// of the outputs as in OpenCV's FaceDetectorYN.

using Spotter.Vision;

namespace Spotter.Onnx.Decoders;

/// <summary>
/// YuNet: for each stride a grid of cells with a class score, an object score, a box relative to the cell, and five
/// landmarks relative to the cell where the file has them.
/// </summary>
internal sealed class YuNetDecoder : INetworkDecoder
{
    // Of sizes in cells: 20,000 of them are beyond any picture.
    private const float LargestLogarithm = 10;

    private static readonly int[] Strides = [8, 16, 32];

    private readonly bool _hasLandmarks;

    private YuNetDecoder(NetworkShape shape, bool hasLandmarks)
    {
        Input = new NetworkInput(shape.Width, shape.Height, PixelForm.Uniform(isRgb: false, mean: 0, scale: 1));
        _hasLandmarks = hasLandmarks;
    }

    public string Name => "YuNet";

    public IReadOnlyList<string> Labels { get; } = ["face"];

    public NetworkInput Input { get; }

    public double UsualMinScore => 0.6;

    public float MaxOverlap => 0.3f;

    public static INetworkDecoder? TryCreate(NetworkShape shape)
    {
        Dictionary<string, int[]> outputs = shape.Outputs.ToDictionary(
            static o => o.Name,
            static o => o.Dimensions,
            StringComparer.Ordinal
        );
        bool isYuNet = Array.TrueForAll(Strides, stride =>
        {
            int cells = shape.Width / stride * (shape.Height / stride);
            return HasShape(outputs, $"cls_{stride}", cells, 1)
                && HasShape(outputs, $"obj_{stride}", cells, 1)
                && HasShape(outputs, $"bbox_{stride}", cells, 4);
        });
        if (!isYuNet)
        {
            return null;
        }

        bool hasLandmarks = Array.TrueForAll(Strides, stride =>
            HasShape(outputs, $"kps_{stride}", shape.Width / stride * (shape.Height / stride), 10)
        );
        return new YuNetDecoder(shape, hasLandmarks);
    }

    public string? Objection(IReadOnlyList<NetworkOutput> outputs)
    {
        foreach (int stride in Strides)
        {
            ReadOnlySpan<float> boxes = Named(outputs, $"bbox_{stride}");
            string? problem = OutputRange.NoShares($"cls_{stride}", Named(outputs, $"cls_{stride}"))
                ?? OutputRange.NoShares($"obj_{stride}", Named(outputs, $"obj_{stride}"))
                ?? OutputRange.NoNumbers($"bbox_{stride}", boxes);
            for (int i = 0; i < boxes.Length && problem is null; i += 4)
            {
                problem =
                    Math.Max(boxes[i + 2], boxes[i + 3]) > LargestLogarithm
                        ? $"its sizes (bbox_{stride}) are no logarithms"
                        : null;
            }

            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    public void Decode(IReadOnlyList<NetworkOutput> outputs, float minScore, List<NetworkBox> found)
    {
        foreach (int stride in Strides)
        {
            ReadOnlySpan<float> classes = Named(outputs, $"cls_{stride}");
            ReadOnlySpan<float> objects = Named(outputs, $"obj_{stride}");
            ReadOnlySpan<float> boxes = Named(outputs, $"bbox_{stride}");
            ReadOnlySpan<float> landmarks = _hasLandmarks ? Named(outputs, $"kps_{stride}") : [];
            int across = Input.Width / stride;
            for (int cell = 0; cell < classes.Length; cell++)
            {
                float score = MathF.Sqrt(Math.Clamp(classes[cell], 0, 1) * Math.Clamp(objects[cell], 0, 1));
                if (score >= minScore)
                {
                    ReadOnlySpan<float> box = boxes.Slice(cell * 4, 4);
                    found.Add(
                        NetworkBox.Around(
                            ((cell % across) + box[0]) * stride,
                            ((cell / across) + box[1]) * stride,
                            MathF.Exp(box[2]) * stride,
                            MathF.Exp(box[3]) * stride,
                            score,
                            0
                        ) with
                        {
                            Landmarks = _hasLandmarks
                                ? Landmarks(landmarks.Slice(cell * 10, 10), cell % across, cell / across, stride)
                                : null,
                        }
                    );
                }
            }
        }
    }

    // As the box's middle: offsets from the corner of the cell, in cells. The order is right eye, left eye, nose, right
    // and left corner of the mouth, as the person has them.
    private static FaceLandmarks Landmarks(ReadOnlySpan<float> offsets, int column, int row, int stride)
    {
        return new(At(offsets, 0), At(offsets, 1), At(offsets, 2), At(offsets, 3), At(offsets, 4));

        Point At(ReadOnlySpan<float> offsets, int i) =>
            new((column + offsets[2 * i]) * stride, (row + offsets[2 * i + 1]) * stride);
    }

    private static bool HasShape(Dictionary<string, int[]> outputs, string name, int rows, int columns) =>
        outputs.TryGetValue(name, out int[]? shape) && shape is [_, var r, var c] && r == rows && c == columns;

    private static ReadOnlySpan<float> Named(IReadOnlyList<NetworkOutput> outputs, string name) =>
        outputs.First(output => output.Name == name).Data;
}
