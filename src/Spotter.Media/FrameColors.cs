using Spotter.Vision.Images;

namespace Spotter.Media;

/// <summary>Copies of frames in other colours: gray, one of the three channels, darker.</summary>
public static class FrameColors
{
    /// <summary>A gray copy: one number a pixel, 0.114 blue + 0.587 green + 0.299 red.</summary>
    /// <param name="frame">It is not changed.</param>
    public static Frame ToGray(this Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Like(new Frame(frame.Bgr.ToGray()));
    }

    /// <summary>A copy of one channel in its own colour: the other two are 0.</summary>
    /// <param name="frame">It is not changed.</param>
    /// <param name="channel">Which one stays.</param>
    public static Frame Only(this Frame frame, ColorChannel channel)
    {
        ArgumentNullException.ThrowIfNull(frame);
        int kept = Offset(channel);
        return frame.Map((value, place) => place == kept ? value : (byte)0);
    }

    /// <summary>A gray copy that shows one channel's numbers as brightness.</summary>
    /// <param name="frame">It is not changed.</param>
    /// <param name="channel">Which one.</param>
    public static Frame ToGray(this Frame frame, ColorChannel channel)
    {
        ArgumentNullException.ThrowIfNull(frame);
        int offset = Offset(channel);
        var gray = new GrayImage(frame.Width, frame.Height);
        byte[] pixels = frame.Bgr.Pixels;
        for (int i = 0; i < frame.Width * frame.Height; i++)
        {
            gray.Pixels[i] = pixels[(i * 3) + offset];
        }

        return frame.Like(new Frame(gray));
    }

    /// <summary>A darker copy: every number times a share.</summary>
    /// <param name="frame">It is not changed.</param>
    /// <param name="share">0 (black) to 1 (as it is).</param>
    public static Frame Dim(this Frame frame, double share)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (share is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, $"share must be 0 to 1, got {share}");
        }

        return frame.Map((value, _) => (byte)((value * share) + 0.5));
    }

    private static int Offset(ColorChannel channel) =>
        Enum.IsDefined(channel)
            ? (int)channel
            : throw new ArgumentOutOfRangeException(
                nameof(channel),
                channel,
                $"channel must be blue, green or red, got {channel}"
            );

    private static Frame Map(this Frame frame, Func<byte, int, byte> change)
    {
        byte[] before = frame.Bgr.Pixels;
        var image = new BgrImage(frame.Width, frame.Height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = change(before[i], i % 3);
        }

        return frame.Like(image);
    }
}
