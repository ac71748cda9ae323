using Spotter.Onnx.Decoders;
using Spotter.Vision.Images;

namespace Spotter.Onnx;

/// <summary>Made-up pictures on which a network is tried before it is believed, the same each time.</summary>
internal static class TrialPictures
{
    public static IEnumerable<BgrImage> Of(NetworkInput input)
    {
        var even = new BgrImage(input.Width, input.Height);
        even.Pixels.AsSpan(0, input.Width * input.Height * 3).Fill(128);
        yield return even;

        // Bands and grain: something of all sizes.
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
