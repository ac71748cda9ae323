using Microsoft.Win32.SafeHandles;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>
/// The decoded pictures of a training in a temporary file, each also at a half, a quarter and so on: however many there
/// are, memory holds one at a time, and nothing is decoded twice.
/// </summary>
internal sealed class ScenePixels : IDisposable
{
    // Larger pictures are halved: the samples that are cut from them are not larger either.
    private const int LongestSide = 1300;
    private const int SmallestSide = 24;

    private readonly SafeFileHandle _file;
    private readonly List<Level[]> _scenes = [];
    private long _length;

    /// <param name="folder">Where the file goes; it has no name there for long, and is gone with this object.</param>
    public ScenePixels(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $".{Guid.NewGuid():N}.pixels");
        _file = File.OpenHandle(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            FileOptions.DeleteOnClose
        );
        if (!OperatingSystem.IsWindows())
        {
            // Gone by its name, so that a process that is killed leaves nothing; the handle keeps what is in it.
            File.Delete(path);
        }
    }

    /// <summary>Adds a picture; the first has the number 0.</summary>
    public void Add(Frame frame)
    {
        byte[] pixels = frame.Bgr.Pixels;
        (int width, int height) = (frame.Width, frame.Height);
        while (Math.Max(width, height) > LongestSide)
        {
            pixels = Halve(pixels, ref width, ref height);
        }

        var levels = new List<Level>();
        while (true)
        {
            int length = width * height * 3;
            RandomAccess.Write(_file, pixels.AsSpan(0, length), _length);
            levels.Add(new Level(_length, width, height));
            _length += length;
            if (Math.Min(width, height) < 2 * SmallestSide)
            {
                break;
            }

            pixels = Halve(pixels, ref width, ref height);
        }

        _scenes.Add([.. levels]);
    }

    /// <summary>Pixels a row and rows of a picture.</summary>
    public (int Width, int Height) SizeOf(int scene) => (_scenes[scene][0].Width, _scenes[scene][0].Height);

    /// <summary>Samples a part of a picture.</summary>
    /// <param name="scene">Number of the picture.</param>
    /// <param name="part">Inside the picture, in its pixels.</param>
    /// <param name="target">Where the first pixel goes, BGR.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="strideBytes">From a row to the next.</param>
    /// <param name="isMirrored">Whether left and right change places.</param>
    /// <param name="buffer">Room that is kept from call to call.</param>
    public void Sample(
        int scene,
        SampledPart part,
        Span<byte> target,
        int width,
        int height,
        int strideBytes,
        bool isMirrored,
        ref byte[] buffer
    )
    {
        Level[] levels = _scenes[scene];
        int level = 0;
        while (level + 1 < levels.Length && part.Width >= 2 * width && part.Height >= 2 * height)
        {
            level++;
            part = new SampledPart(part.X / 2, part.Y / 2, part.Width / 2, part.Height / 2);
        }

        Level source = levels[level];
        int first = Math.Clamp((int)part.Y - 1, 0, source.Height - 1);
        int end = Math.Clamp((int)Math.Ceiling(part.Y + part.Height) + 1, first + 1, source.Height);
        int stride = source.Width * 3;
        int length = (end - first) * stride;
        if (buffer.Length < length)
        {
            buffer = new byte[length];
        }

        Read(buffer.AsSpan(0, length), source.Offset + (long)first * stride);
        PictureScaler.Sample(
            buffer,
            source.Width,
            end - first,
            stride,
            part with
            {
                Y = part.Y - first,
            },
            target,
            width,
            height,
            strideBytes,
            isMirrored
        );
    }

    public void Dispose() => _file.Dispose();

    private void Read(Span<byte> target, long offset)
    {
        while (target.Length > 0)
        {
            int count = RandomAccess.Read(_file, target, offset);
            if (count == 0)
            {
                throw new IOException("the file of decoded pictures was cut short");
            }

            target = target[count..];
            offset += count;
        }
    }

    private static byte[] Halve(byte[] pixels, ref int width, ref int height)
    {
        var half = new byte[width / 2 * (height / 2) * 3];
        PictureScaler.Halve(pixels, width, height, width * 3, half);
        (width, height) = (width / 2, height / 2);
        return half;
    }

    private readonly record struct Level(long Offset, int Width, int Height);
}
