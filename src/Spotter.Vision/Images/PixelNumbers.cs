using System.Globalization;
using System.Text;

namespace Spotter.Vision.Images;

/// <summary>A picture as the numbers that it is.</summary>
internal static class PixelNumbers
{
    public static string Of(Frame frame)
    {
        var text = new StringBuilder();
        int channels = frame.HasColor ? 3 : 1;
        byte[] pixels = frame.HasColor ? frame.Bgr.Pixels : frame.Gray.Pixels;
        for (int y = 0; y < frame.Height; y++)
        {
            if (y > 0)
            {
                text.Append('\n');
            }

            for (int x = 0; x < frame.Width; x++)
            {
                text.Append(
                    x == 0 ? ""
                    : channels == 1 ? " "
                    : " | "
                );
                for (int channel = 0; channel < channels; channel++)
                {
                    text.Append(channel > 0 ? " " : "");
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"{pixels[(((y * frame.Width) + x) * channels) + channel], 3}"
                    );
                }
            }
        }

        return text.ToString();
    }
}
