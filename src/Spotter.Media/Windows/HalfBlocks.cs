using System.Globalization;
using System.Text;
using Spotter.Vision.Images;

namespace Spotter.Media.Windows;

/// <summary>
/// A picture as text: each character is an upper half block, the letter's colour above its background's.
/// </summary>
internal static class HalfBlocks
{
    private const char UpperHalf = '\u2580';
    private const string NoColors = "\e[0m";

    // Enough for a fair average of the pixels that a character's half stands for.
    private const int SamplesEachWay = 4;

    /// <param name="picture">The picture; it keeps its shape and is centred.</param>
    /// <param name="columns">Characters a line.</param>
    /// <param name="rows">Lines.</param>
    /// <param name="text">Gets the lines with their control sequences, without a line break after the last.</param>
    public static void Draw(BgrImage picture, int columns, int rows, StringBuilder text)
    {
        if (columns < 1 || rows < 1)
        {
            return;
        }

        double scale = Math.Min((double)columns / picture.Width, 2.0 * rows / picture.Height);
        int width = Math.Clamp((int)(picture.Width * scale), 1, columns);
        int height = Math.Clamp((int)(picture.Height * scale), 1, 2 * rows);
        int left = (columns - width) / 2;
        int top = (rows - ((height + 1) / 2)) / 2;
        for (int row = 0; row < rows; row++)
        {
            if (row > 0)
            {
                text.Append("\r\n");
            }

            // What an earlier, larger picture left at both sides is wiped.
            text.Append(NoColors).Append("\e[2K").Append(' ', left);
            int y = 2 * (row - top);
            if (y >= 0 && y < height)
            {
                DrawLine(picture, width, height, y, text);
            }
        }

        text.Append(NoColors);
    }

    private static void DrawLine(BgrImage picture, int width, int height, int y, StringBuilder text)
    {
        (int, int, int)? lastTop = null;
        (int, int, int)? lastBottom = null;
        for (int x = 0; x < width; x++)
        {
            (int R, int G, int B) top = Average(picture, x, y, width, height);
            (int R, int G, int B) bottom = y + 1 < height ? Average(picture, x, y + 1, width, height) : (0, 0, 0);
            if (top != lastTop)
            {
                text.Append(CultureInfo.InvariantCulture, $"\e[38;2;{top.R};{top.G};{top.B}m");
                lastTop = top;
            }

            if (bottom != lastBottom)
            {
                text.Append(CultureInfo.InvariantCulture, $"\e[48;2;{bottom.R};{bottom.G};{bottom.B}m");
                lastBottom = bottom;
            }

            text.Append(UpperHalf);
        }
    }

    private static (int R, int G, int B) Average(BgrImage picture, int x, int y, int width, int height)
    {
        int blue = 0;
        int green = 0;
        int red = 0;
        for (int j = 0; j < SamplesEachWay; j++)
        {
            int py = (int)(((y * SamplesEachWay) + j + 0.5) * picture.Height / (height * SamplesEachWay));
            for (int i = 0; i < SamplesEachWay; i++)
            {
                int px = (int)(((x * SamplesEachWay) + i + 0.5) * picture.Width / (width * SamplesEachWay));
                ReadOnlySpan<byte> pixel = picture.Pixels.AsSpan(((py * picture.Width) + px) * 3, 3);
                blue += pixel[0];
                green += pixel[1];
                red += pixel[2];
            }
        }

        const int Count = SamplesEachWay * SamplesEachWay;
        return (red / Count, green / Count, blue / Count);
    }
}
