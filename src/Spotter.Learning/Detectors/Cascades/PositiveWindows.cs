using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Makes windows of the objects: each as it is, then views that differ a little where objects are few.
/// </summary>
internal static class PositiveWindows
{
    // A search moves by a twentieth of the smallest window and by a tenth in size: views may differ as much as half of
    // that.
    private const double LargestShift = 0.03;
    private const double LargestZoom = 0.05;
    private const double LargestAngle = 4 * Math.PI / 180;

    // Every fifth run of so many objects; neighbours may be frames of one scene.
    private const int WithheldRun = 10;
    private const int WithheldPeriod = 5;

    /// <param name="examples">The objects.</param>
    /// <param name="plan">Size, number and kinds of views.</param>
    /// <param name="seed">Decides about the small differences.</param>
    /// <returns>A window each; for each view of all objects the next.</returns>
    public static List<ObjectWindow> Cut(IReadOnlyList<ObjectExample> examples, PositivePlan plan, long seed)
    {
        var windows = new List<ObjectWindow>();
        for (int view = 0; view < plan.Views; view++)
        {
            for (int i = 0; i < examples.Count && windows.Count < plan.Most; i++)
            {
                FractionalBox box = Fit(examples[i], plan.Window);
                Jitter jitter = JitterOf(view, plan.IsMirrored, new RandomStream(seed, i, view));
                bool isWithheld = i / WithheldRun % WithheldPeriod == WithheldPeriod - 1;
                windows.Add(
                    new ObjectWindow(WindowCutter.Cut(examples[i].Picture.Gray, box, plan.Window, jitter), isWithheld)
                );
            }
        }

        return windows;
    }

    // The plain view, its mirror image, then random ones.
    private static Jitter JitterOf(int view, bool isMirrored, RandomStream random)
    {
        int mirrorings = isMirrored ? 2 : 1;
        bool mirror = view % mirrorings == 1;
        if (view < mirrorings)
        {
            return Jitter.None with { IsMirrored = mirror };
        }

        return new Jitter(
            random.NextDouble(-LargestShift, LargestShift),
            random.NextDouble(-LargestShift, LargestShift),
            Math.Exp(random.NextDouble(-LargestZoom, LargestZoom)),
            random.NextDouble(-LargestAngle, LargestAngle),
            mirror
        );
    }

    /// <summary>
    /// The box with the proportions of the window: a crop as it is, a box in a picture with its area and centre kept.
    /// </summary>
    private static FractionalBox Fit(ObjectExample example, BoxSize window)
    {
        Box box = example.Box;
        if (example.IsCrop)
        {
            return new FractionalBox(box.X, box.Y, box.Width, box.Height);
        }

        double aspect = (double)window.Width / window.Height;
        double height = Math.Sqrt(box.Width * (double)box.Height / aspect);
        double width = height * aspect;
        return new FractionalBox(box.X + ((box.Width - width) / 2), box.Y + ((box.Height - height) / 2), width, height);
    }
}

/// <summary>Which windows to make of the objects.</summary>
/// <param name="Window">Their size.</param>
/// <param name="Views">Windows an object.</param>
/// <param name="IsMirrored">Whether mirror images count as objects.</param>
/// <param name="Most">No more windows than this.</param>
internal readonly record struct PositivePlan(BoxSize Window, int Views, bool IsMirrored, int Most);
