using System.Runtime.InteropServices;
using OpenCvSharp;
using Spotter.Studio.Access;

namespace Spotter.Studio.Tests.Access;

public sealed class QrPictureTests
{
    private const int ModulePixels = 8;

    [Theory]
    [InlineData("https://192.0.2.17:5181/#token=0123456789abcdef0123456789abcdef")]
    [InlineData("https://10.0.0.1:65535/#token=ffffffffffffffffffffffffffffffff")]
    public void Draw_Address_IsReadByOpenCv(string address)
    {
        string[] lines = QrPicture.Draw(address).Split('\n');
        using Mat picture = Paint(lines);
        using var reader = new QRCodeDetector();
        Assert.Equal(address, reader.DetectAndDecode(picture, out _));
    }

    // A character is two modules, one above the other, drawn light.
    private static Mat Paint(string[] lines)
    {
        int width = lines[0].Length * ModulePixels;
        int height = lines.Length * 2 * ModulePixels;
        var pixels = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int row = y / ModulePixels;
                char c = lines[row / 2][x / ModulePixels];
                bool isLight = c == '█' || c == (row % 2 == 0 ? '▀' : '▄');
                pixels[y * width + x] = isLight ? byte.MaxValue : byte.MinValue;
            }
        }

        var mat = new Mat(height, width, MatType.CV_8UC1);
        Marshal.Copy(pixels, 0, mat.Data, pixels.Length);
        return mat;
    }
}
