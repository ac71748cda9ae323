using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Spotter.Media.Tests.Pictures;

/// <summary>The oracle that no one here wrote.</summary>
internal static class OpenCv
{
    /// <summary>The bytes of a picture of 8-bit samples, row by row without padding.</summary>
    public static byte[] Pixels(Mat mat)
    {
        int rows = mat.Rows;
        int rowBytes = mat.Cols * mat.Channels();
        var pixels = new byte[rows * rowBytes];
        for (int y = 0; y < rows; y++)
        {
            Marshal.Copy(mat.Ptr(y), pixels, y * rowBytes, rowBytes);
        }

        return pixels;
    }
}
