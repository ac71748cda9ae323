// Linzaer: Ultra-Light-Fast-Generic-Face-Detector-1MB. The exported graph has its anchors built in.

namespace Spotter.Onnx.Decoders;

/// <summary>
/// Ultra-Light face detectors: (1, N, 2) scores of background and face, (1, N, 4) corners as parts of the input.
/// </summary>
internal sealed class UltraLightDecoder : INetworkDecoder
{
    private readonly int _scores;
    private readonly int _boxes;

    private UltraLightDecoder(NetworkShape shape, int scores, int boxes)
    {
        Input = new NetworkInput(shape.Width, shape.Height, PixelForm.Uniform(isRgb: true, mean: 127, scale: 1f / 128));
        _scores = scores;
        _boxes = boxes;
    }

    public string Name => "Ultra-Light";

    public IReadOnlyList<string> Labels { get; } = ["face"];

    public NetworkInput Input { get; }

    public double UsualMinScore => 0.7;

    public float MaxOverlap => 0.3f;

    public static INetworkDecoder? TryCreate(NetworkShape shape)
    {
        if (
            shape.Outputs
                is not [{ Dimensions: [_, var first, var width] }, { Dimensions: [_, var second, var otherWidth] }]
            || first != second
        )
        {
            return null;
        }

        return (width, otherWidth) switch
        {
            (2, 4) => new UltraLightDecoder(shape, scores: 0, boxes: 1),
            (4, 2) => new UltraLightDecoder(shape, scores: 1, boxes: 0),
            _ => null,
        };
    }

    public string? Objection(IReadOnlyList<NetworkOutput> outputs)
    {
        (NetworkOutput scores, NetworkOutput boxes) = (outputs[_scores], outputs[_boxes]);
        int count = scores.Data.Length / 2;
        if (boxes.Data.Length != 4 * count)
        {
            return "it does not give a box a score";
        }

        return OutputRange.NoShares(scores.Name, scores.Data)
            ?? OutputRange.NoDistribution(scores.Name, scores.Data, count, byPlace: true)
            ?? OutputRange.NoNumbers(boxes.Name, boxes.Data)
            ?? NoCorners(boxes)
            ?? WrongPlaces(scores.Name, boxes, count);
    }

    public void Decode(IReadOnlyList<NetworkOutput> outputs, float minScore, List<NetworkBox> found)
    {
        ReadOnlySpan<float> scores = outputs[_scores].Data;
        ReadOnlySpan<float> boxes = outputs[_boxes].Data;
        for (int i = 0; i < scores.Length / 2; i++)
        {
            float score = scores[(2 * i) + 1];
            if (score >= minScore)
            {
                ReadOnlySpan<float> box = boxes.Slice(4 * i, 4);
                found.Add(
                    new NetworkBox(
                        box[0] * Input.Width,
                        box[1] * Input.Height,
                        box[2] * Input.Width,
                        box[3] * Input.Height,
                        score,
                        0
                    )
                );
            }
        }
    }

    private static string? NoCorners(NetworkOutput boxes)
    {
        // A raw offset or a middle with a size is no pair of corners, and pixels are no parts of the input.
        const float Beyond = 3;
        // Of a box or two nothing is known: where there is nothing, networks answer anything.
        const double MostWrong = 0.01;
        int wrong = 0;
        for (int i = 0; i < boxes.Data.Length; i += 4)
        {
            ReadOnlySpan<float> box = boxes.Data.Slice(i, 4);
            bool isFar =
                Math.Max(Math.Max(Math.Abs(box[0]), Math.Abs(box[1])), Math.Max(Math.Abs(box[2]), Math.Abs(box[3])))
                > Beyond;
            wrong += box[2] < box[0] || box[3] < box[1] || isFar ? 1 : 0;
        }

        return wrong > MostWrong * boxes.Data.Length / 4
            ? $"{wrong} of its {boxes.Data.Length / 4} boxes ({boxes.Name}) are no corners as parts of the picture "
                + $"(left, top, right, bottom)"
            : null;
    }

    private string? WrongPlaces(string scores, NetworkOutput boxes, int count)
    {
        if (count == UltraLightAnchors.Count(Input))
        {
            return UltraLightAnchors.AreNear(boxes.Data, Input)
                ? null
                : $"its boxes ({boxes.Name}) do not lie where its anchors do (x and y exchanged?)";
        }

        // Other anchors than the published ones: then at least the published names.
        return scores == "scores" && boxes.Name == "boxes"
            ? null
            : $"its outputs are {scores} and {boxes.Name} of {count} boxes instead of scores and boxes of "
                + $"{UltraLightAnchors.Count(Input)}";
    }
}
