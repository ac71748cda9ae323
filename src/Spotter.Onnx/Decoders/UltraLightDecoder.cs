// Linzaer: Ultra-Light-Fast-Generic-Face-Detector-1MB. The exported graph has its anchors built in.

namespace Spotter.Onnx.Decoders;

/// <summary>Ultra-Light face detectors: (1, N, 2) scores of background and face, (1, N, 4) corners as parts of the input.</summary>
internal sealed class UltraLightDecoder : INetworkDecoder
{
    private readonly int _scores;
    private readonly int _boxes;

    private UltraLightDecoder(NetworkShape shape, int scores, int boxes)
    {
        Input = NetworkInput.Uniform(shape, isRgb: true, mean: 127, scale: 1f / 128);
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
        if (shape.Outputs is not [{ Dimensions: [_, var first, var width] }, { Dimensions: [_, var second, var otherWidth] }] || first != second)
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
                found.Add(new NetworkBox(
                    box[0] * Input.Width, box[1] * Input.Height, box[2] * Input.Width, box[3] * Input.Height, score, 0));
            }
        }
    }
}
