using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.Channels;
using Spotter.Learning.Detectors.Mining;
using Spotter.Networks;
using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.SecondStages;

/// <summary>
/// Cuts what a second stage learns from: objects, and what the trees take for objects where there are none.
/// </summary>
internal sealed class FindPatches(ChannelModel model, BoxSize size, SecondStageTrainingOptions options)
{
    // So many false alarms of one scene say all that it has to say.
    private const int MostFindsPerScene = 100;

    // An object is seen from afar in half as many pixels as the network has, or more.
    private const double LeastDetail = 0.5;

    private const double ScaleFactor = 1.189207;
    private const long ObjectStream = 0x4F42;
    private const long WindowStream = 0x5749;

    // Half the size that the trees learned: the picture is enlarged, and crops of the size of an object can be
    // searched.
    private readonly ChannelDetector _trees = new(
        model.WithSecondStage(null),
        null,
        new DetectionOptions
        {
            MinScore = double.NegativeInfinity,
            ScaleFactor = ScaleFactor,
            MinSize = new BoxSize(model.ObjectSize.Width / 2, model.ObjectSize.Height / 2),
            Threads = 1,
        }
    );

    /// <summary>
    /// Each object twice: as it is, and as if it were farther away. A patch shows a sixth of the object's size around
    /// it, so crops that show the object alone get surroundings: those of a scene in one of the two, and their own
    /// mirror images in the other. With repeated edges instead, which no find has, the network learned these.
    /// </summary>
    /// <param name="examples">The objects.</param>
    /// <param name="scenes">Where surroundings come from.</param>
    public List<byte[]> Objects(IReadOnlyList<ObjectExample> examples, ISceneSource scenes)
    {
        var surroundings = new CropSurroundings(scenes, options.Seed);
        var patches = new List<byte[]>(2 * examples.Count);
        for (int i = 0; i < examples.Count; i++)
        {
            (_, Frame near, Box nearBox) = surroundings.Surround(examples[i], i, i);
            (_, Frame far, Box farBox) = surroundings.Surround(examples[i], i, i + 1);
            double detail = new RandomStream(options.Seed, ObjectStream, i).NextDouble(LeastDetail, 1);
            GrayImage small = SecondStage.Patch(
                far.Gray,
                farBox,
                new BoxSize((int)Math.Round(detail * size.Width), (int)Math.Round(detail * size.Height))
            );
            patches.Add(SecondStage.Patch(near.Gray, nearBox, size).Pixels);
            patches.Add(GrayCrop.Cut(small.View, 0, 0, small.Width, small.Height, size).Pixels);
        }

        return patches;
    }

    /// <summary>Finds of the trees that meet no object, and as many windows at random as are still wanted.</summary>
    /// <param name="scenes">Where to look.</param>
    /// <param name="done">Told how many scenes are done, from several threads.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public List<byte[]> Others(ISceneSource scenes, Action<int> done, CancellationToken cancellationToken)
    {
        var rooms = new double[scenes.Count];
        List<byte[]> finds = FromEach(
            scenes,
            (scene, i) =>
            {
                rooms[i] = Room(scene.Frame);
                return _trees
                    .Detect(scene.Frame, null, cancellationToken)
                    .Select(static find => find.Box)
                    .Where(box => !SceneObjects.Meets(scene, box))
                    .Take(MostFindsPerScene);
            },
            done,
            cancellationToken
        );
        if (finds.Count > options.MostNegatives)
        {
            int[] order = [.. Enumerable.Range(0, finds.Count)];
            new RandomStream(options.Seed, WindowStream, -1).Shuffle(order);
            return [.. order.Take(options.MostNegatives).Select(i => finds[i])];
        }

        double share = Math.Min((options.MostNegatives - finds.Count) / Math.Max(rooms.Sum(), 1), 1);
        List<byte[]> windows = FromEach(
            scenes,
            (scene, i) => Windows(scene, i, share * rooms[i]),
            static _ => { },
            cancellationToken
        );
        return [.. finds, .. windows];
    }

    private List<byte[]> FromEach(
        ISceneSource scenes,
        Func<Scene, int, IEnumerable<Box>> choose,
        Action<int> done,
        CancellationToken cancellationToken
    )
    {
        var patches = new List<byte[]>[scenes.Count];
        int finished = 0;
        var parallelism = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, scenes.Count, parallelism, i =>
        {
            patches[i] = scenes.Load(i) is { } scene
                ? [.. choose(scene, i).Select(box => SecondStage.Patch(scene.Frame.Gray, box, size).Pixels)]
                : [];
            done(Interlocked.Increment(ref finished));
        });
        return [.. patches.SelectMany(static list => list)];
    }

    // A scene has as many windows as objects have room in it side by side, up to a number.
    private double Room(Frame frame) =>
        Math.Min(
            (double)frame.Width * frame.Height / ((double)model.ObjectSize.Width * model.ObjectSize.Height),
            options.WindowsPerScene
        );

    private List<Box> Windows(Scene scene, int number, double count)
    {
        var random = new RandomStream(options.Seed, WindowStream, number);
        BoxSize[] shapes = [.. model.Components.Select(static component => component.ObjectSize)];
        (int width, int height) = (scene.Frame.Width, scene.Frame.Height);
        var windows = new List<Box>();

        // The part of a window that is left over is a chance.
        for (int i = (int)(count + random.NextDouble()); i > 0; i--)
        {
            BoxSize shape = shapes[random.NextInt(shapes.Length)];

            // Small windows are more of what there is to see.
            double largest = Math.Min((double)width / shape.Width, (double)height / shape.Height);
            double smallest = Math.Min(0.5, largest);
            double scale = smallest + ((largest - smallest) * random.NextDouble() * random.NextDouble());
            int w = Math.Clamp((int)(scale * shape.Width), 1, width);
            int h = Math.Clamp((int)(scale * shape.Height), 1, height);
            var box = new Box(random.NextInt(width - w + 1), random.NextInt(height - h + 1), w, h);
            if (!SceneObjects.Meets(scene, box))
            {
                windows.Add(box);
            }
        }

        return windows;
    }
}
