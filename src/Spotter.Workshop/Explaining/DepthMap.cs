using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Explaining;

/// <summary>How deep into the cascade the windows around each pixel got, laid over the picture.</summary>
internal sealed class DepthMap
{
    private const int Unseen = -1;

    private readonly BgrImage _picture;
    private readonly int _stages;
    private readonly int[] _depths;

    /// <param name="picture">What was searched.</param>
    /// <param name="stages">How many stages there are.</param>
    public DepthMap(BgrImage picture, int stages)
    {
        _picture = picture;
        _stages = stages;
        _depths = new int[picture.Width * picture.Height];
        Clear();
    }

    public void Clear() => Array.Fill(_depths, Unseen);

    /// <summary>Adds all windows of all scales.</summary>
    public void Add(CascadeTrace trace)
    {
        foreach (CascadeTraceLevel level in trace.Levels)
        {
            Add(level, 0, level.StagesPassed.Length);
        }
    }

    /// <summary>
    /// Adds windows of one scale: each colours the pixels that are nearer to its centre than to its neighbours'.
    /// </summary>
    public void Add(CascadeTraceLevel level, int first, int end)
    {
        double stepX = level.Columns > 1 ? level.BoxOf(1).X - level.BoxOf(0).X : level.Scale;
        double stepY = level.Rows > 1 ? level.BoxOf(level.Columns).Y - level.BoxOf(0).Y : level.Scale;
        for (int i = first; i < end; i++)
        {
            int passed = level.StagesPassed[i];
            if (passed != CascadeTrace.LeftOut)
            {
                Box box = level.BoxOf(i);
                Paint(
                    box.X + ((box.Width - stepX) / 2),
                    box.Y + ((box.Height - stepY) / 2),
                    stepX,
                    stepY,
                    Math.Max(passed, 0)
                );
            }
        }
    }

    public BgrImage Draw() =>
        HeatOverlay.Draw(_picture, (x, y) =>
            _depths[(y * _picture.Width) + x] is var depth and >= 0 ? (double)depth / _stages : Unseen
        );

    private void Paint(double x, double y, double width, double height, int depth)
    {
        int left = Math.Max(0, (int)Math.Floor(x));
        int right = Math.Min(_picture.Width, (int)Math.Ceiling(x + width));
        int bottom = Math.Min(_picture.Height, (int)Math.Ceiling(y + height));
        for (int row = Math.Max(0, (int)Math.Floor(y)); row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                ref int best = ref _depths[(row * _picture.Width) + column];
                best = Math.Max(best, depth);
            }
        }
    }
}
