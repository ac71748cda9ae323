using Spotter.Onnx.Decoders;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx;

/// <summary>
/// Runs a network on two made-up pictures before it is believed: shapes alone do not tell raw offsets from boxes nor
/// logits from scores, and a network of another kind would answer boxes that mean nothing.
/// </summary>
internal static class TrialRun
{
    /// <exception cref="OnnxModelException">What the network answers is not what its kind answers.</exception>
    public static void Check(NetworkSessions sessions, INetworkDecoder decoder, string path)
    {
        string? problem = null;
        foreach (BgrImage picture in Pictures(decoder.Input))
        {
            float[] pixels = new Letterbox(new Box(0, 0, picture.Width, picture.Height), decoder.Input).Fill(picture);
            sessions.Run(pixels, threads: 1, outputs => problem ??= decoder.Objection(outputs));
            if (problem is not null)
            {
                throw new OnnxModelException(
                    $"{path}: has the shapes of {decoder.Name}, but {problem}; it is another network, or one without "
                        + $"its last steps, and none that can be read: {DecoderCatalog.Names}"
                );
            }
        }
    }

    private static IEnumerable<BgrImage> Pictures(NetworkInput input)
    {
        var even = new BgrImage(input.Width, input.Height);
        even.Pixels.AsSpan(0, input.Width * input.Height * 3).Fill(128);
        yield return even;

        // Bands and grain: something of all sizes, the same each time.
        var busy = new BgrImage(input.Width, input.Height);
        uint grain = 1;
        for (int i = 0; i < input.Width * input.Height * 3; i++)
        {
            grain = (grain * 1664525) + 1013904223;
            int x = i / 3 % input.Width;
            int y = i / 3 / input.Width;
            busy.Pixels[i] = (byte)(64 + (((x >> 4) + (y >> 5)) % 3 * 50) + (grain >> 27));
        }

        yield return busy;
    }
}
