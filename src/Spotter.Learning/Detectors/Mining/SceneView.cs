using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.Mining;

/// <summary>
/// The ways in which one scene gives several: as it is, mirrored, upside down, and both. What is no object is none
/// upside down either.
/// </summary>
internal static class SceneView
{
    public const int Count = 4;

    /// <param name="scene">The scene as it is.</param>
    /// <param name="view">0 to <see cref="Count"/> - 1.</param>
    public static Scene Of(Scene scene, int view)
    {
        bool isMirrored = (view & 1) != 0;
        bool isUpsideDown = (view & 2) != 0;
        if (!isMirrored && !isUpsideDown)
        {
            return scene;
        }

        Frame frame = Flip(scene.Frame, isMirrored, isUpsideDown);
        Box[] objects =
        [
            .. scene.Objects.Select(box => new Box(
                isMirrored ? frame.Width - box.Right : box.X,
                isUpsideDown ? frame.Height - box.Bottom : box.Y,
                box.Width,
                box.Height
            )),
        ];
        return new Scene(scene.Name, frame, objects);
    }

    private static Frame Flip(Frame frame, bool isMirrored, bool isUpsideDown)
    {
        GrayImage gray = Flip(frame.Gray, isMirrored, isUpsideDown);
        return frame.HasColor ? new Frame(Flip(frame.Bgr, isMirrored, isUpsideDown), gray) : new Frame(gray);
    }

    private static GrayImage Flip(GrayImage source, bool isMirrored, bool isUpsideDown)
    {
        var target = new GrayImage(source.Width, source.Height);
        for (int y = 0; y < source.Height; y++)
        {
            Span<byte> row = target.Pixels.AsSpan(y * source.Width, source.Width);
            source.Pixels.AsSpan((isUpsideDown ? source.Height - 1 - y : y) * source.Width, source.Width).CopyTo(row);
            if (isMirrored)
            {
                row.Reverse();
            }
        }

        return target;
    }

    private static BgrImage Flip(BgrImage source, bool isMirrored, bool isUpsideDown)
    {
        var target = new BgrImage(source.Width, source.Height);
        int stride = source.Width * 3;
        for (int y = 0; y < source.Height; y++)
        {
            ReadOnlySpan<byte> from = source.Pixels.AsSpan((isUpsideDown ? source.Height - 1 - y : y) * stride, stride);
            Span<byte> to = target.Pixels.AsSpan(y * stride, stride);
            for (int x = 0; x < stride; x += 3)
            {
                from.Slice(isMirrored ? stride - 3 - x : x, 3).CopyTo(to[x..]);
            }
        }

        return target;
    }
}
