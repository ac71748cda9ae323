using System.Runtime.CompilerServices;
using Spotter.Learning.Execution;
using Spotter.Networks;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>A crop of an object that can be pasted into scenes.</summary>
/// <param name="Picture">The object with some of what is around it, gray.</param>
/// <param name="Object">Where the object is, in parts of the sides.</param>
internal sealed record ObjectCrop(GrayImage Picture, SceneObject Object);

/// <summary>
/// Makes samples from scenes: cut, scaled, mirrored, four to a sample, in other colours. A sample depends on nothing
/// but the seed, the step and its number, so that a run can be repeated.
/// </summary>
internal sealed class SceneSampler : ISampleReader
{
    private const long Stream = 0x53434e45;

    // An object of which less is left in a sample is not learned, and its place is no background.
    private const float LeastVisible = 0.4f;
    private const float LeastThere = 0.05f;

    private readonly IReadOnlyList<LabelledScene> _scenes;
    private readonly ScenePixels _pixels;
    private readonly SceneAugmentation _augmentation;
    private readonly PixelNormalization _normalization;
    private readonly IReadOnlyList<ObjectCrop> _crops;
    private readonly long _seed;
    private readonly double[] _frequencies;
    private readonly SceneTarget[] _targets;
    private readonly Scratch[] _scratch;

    /// <param name="scenes">In the order of <paramref name="pixels"/>.</param>
    /// <param name="pixels">Their pictures.</param>
    /// <param name="crops">Crops to paste; may be none.</param>
    /// <param name="augmentation">How.</param>
    /// <param name="normalization">How bytes become numbers.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="batch">The most samples of a step.</param>
    /// <param name="threads">Workers.</param>
    public SceneSampler(
        IReadOnlyList<LabelledScene> scenes,
        ScenePixels pixels,
        IReadOnlyList<ObjectCrop> crops,
        SceneAugmentation augmentation,
        PixelNormalization normalization,
        long seed,
        int batch,
        int threads
    )
    {
        _scenes = scenes;
        _pixels = pixels;
        _crops = crops;
        _augmentation = augmentation;
        _normalization = normalization;
        _seed = seed;
        _frequencies = new double[scenes.Count];
        double sum = 0;
        for (int i = 0; i < _frequencies.Length; i++)
        {
            _frequencies[i] = sum += scenes[i].Frequency;
        }

        _targets = [.. Enumerable.Range(0, batch).Select(static _ => new SceneTarget())];
        _scratch = [.. Enumerable.Range(0, threads).Select(static _ => new Scratch())];
    }

    /// <summary>Which step of training the next samples are for.</summary>
    public long Step { get; set; }

    /// <summary>Pixels of a side of the samples of this step.</summary>
    public int Size { get; set; }

    public SceneTarget TargetOf(int position) => _targets[position];

    public unsafe void ReadSample(int position, int worker, float* sample)
    {
        Scratch scratch = _scratch[worker];
        Draw(position, scratch);
        fixed (byte* pixels = scratch.Canvas)
        {
            _normalization.Apply(pixels, sample, Size * Size * 3, isBgr: true);
        }
    }

    /// <summary>The pixels of a sample, BGR, for those who want to see what is learned.</summary>
    public BgrImage Show(int position)
    {
        Draw(position, _scratch[0]);
        return new BgrImage(_scratch[0].Canvas.AsSpan(0, Size * Size * 3).ToArray(), Size, Size);
    }

    private void Draw(int position, Scratch scratch)
    {
        var random = new RandomStream(_seed, Stream + Step, position);
        SceneTarget target = _targets[position];
        target.Clear();
        int length = Size * Size * 3;
        if (scratch.Canvas.Length < length)
        {
            scratch.Canvas = new byte[length];
        }

        scratch.Canvas.AsSpan(0, length).Fill(InputPicture.Surroundings);
        if (random.NextDouble() < _augmentation.MosaicShare)
        {
            // Cells of the coarsest map lie in one picture each.
            int grid = Size / 32;
            int across = 32 * (grid * 3 / 10 + random.NextInt(grid * 4 / 10 + 1));
            int down = 32 * (grid * 3 / 10 + random.NextInt(grid * 4 / 10 + 1));
            DrawScene(new Place(0, 0, across, down), ref random, scratch, target);
            DrawScene(new Place(across, 0, Size - across, down), ref random, scratch, target);
            DrawScene(new Place(0, down, across, Size - down), ref random, scratch, target);
            DrawScene(new Place(across, down, Size - across, Size - down), ref random, scratch, target);
        }
        else
        {
            DrawScene(new Place(0, 0, Size, Size), ref random, scratch, target);
        }

        Span<byte> canvas = scratch.Canvas.AsSpan(0, length);
        bool isGray = random.NextDouble() < _augmentation.GrayShare;
        if (_crops.Count > 0 && random.NextDouble() < _augmentation.PasteShare)
        {
            isGray |= Paste(canvas, ref random, target);
        }

        foreach (TargetBox box in target.Boxes)
        {
            if (random.NextDouble() < _augmentation.CoverShare)
            {
                Cover(canvas, box, ref random);
            }
        }

        if (isGray)
        {
            TurnGray(canvas);
        }

        if (random.NextDouble() < _augmentation.BlurShare)
        {
            Blur(canvas, scratch, 1 + random.NextInt(2));
        }

        ChangeColors(canvas, ref random);
    }

    private void DrawScene(Place place, ref RandomStream random, Scratch scratch, SceneTarget target)
    {
        int index = Array.BinarySearch(_frequencies, random.NextDouble() * _frequencies[^1]);
        index = Math.Min(index < 0 ? ~index : index, _scenes.Count - 1);
        LabelledScene scene = _scenes[index];
        (int width, int height) = _pixels.SizeOf(index);
        double whole = Math.Min((double)place.Width / width, (double)place.Height / height);
        double scale = whole * Math.Exp(random.NextDouble(-0.25, 0.6));
        double middleX = random.NextDouble(0.3, 0.7) * width;
        double middleY = random.NextDouble(0.3, 0.7) * height;
        int learned = scene.Objects.Count(static one => !one.IsIgnored);
        if (learned > 0 && random.NextDouble() < _augmentation.ObjectScaleShare)
        {
            SceneObject one = Learned(scene, random.NextInt(learned));
            double side = Math.Max(
                Math.Sqrt((double)(one.Right - one.Left) * width * (one.Bottom - one.Top) * height),
                1
            );
            double smallest = _augmentation.SmallestSides[one.Class] * 1.15;
            double largest = Math.Min(place.Width, place.Height) * _augmentation.LargestPart;
            double wanted = Math.Exp(random.NextDouble(Math.Log(smallest), Math.Log(largest)));
            scale = Math.Clamp(wanted / side, whole * 0.5, Math.Max(whole, _augmentation.MostEnlarged));
            middleX = ((one.Left + one.Right) / 2 * width) + (random.NextDouble(-0.3, 0.3) * place.Width / scale);
            middleY = ((one.Top + one.Bottom) / 2 * height) + (random.NextDouble(-0.3, 0.3) * place.Height / scale);
        }

        double scaleX = scale * random.NextDouble(0.9, 1.1);
        double scaleY = scale * random.NextDouble(0.9, 1.1);
        bool isMirrored = random.NextDouble() < _augmentation.MirrorShare;
        Cutting? cutting = Cutting.Create(place, width, height, middleX, middleY, scaleX, scaleY, isMirrored);
        if (cutting is null)
        {
            return;
        }

        _pixels.Sample(
            index,
            cutting.Part,
            scratch.Canvas.AsSpan(((cutting.Y * Size) + cutting.X) * 3),
            cutting.Width,
            cutting.Height,
            Size * 3,
            isMirrored,
            ref scratch.Rows
        );
        AddTargets(scene, cutting, width, height, place, target);
    }

    private void AddTargets(
        LabelledScene scene,
        Cutting cutting,
        int width,
        int height,
        Place place,
        SceneTarget target
    )
    {
        for (int c = 0; c < scene.Background.Count; c++)
        {
            target.Background.Add(
                new BackgroundRegion(place.X, place.Y, place.Right, place.Bottom, c, scene.Background[c])
            );
        }

        foreach (SceneObject one in scene.Objects)
        {
            TargetBox box = cutting.Move(one, width, height, out float visible);
            if (visible <= LeastThere)
            {
                continue;
            }

            if (!one.IsIgnored && visible >= LeastVisible && box.Side >= _augmentation.SmallestSides[one.Class])
            {
                target.Boxes.Add(box);
                continue;
            }

            int first = one.Class < 0 ? 0 : one.Class;
            int end = one.Class < 0 ? scene.Background.Count : one.Class + 1;
            for (int c = first; c < end; c++)
            {
                target.Background.Add(new BackgroundRegion(box.Left, box.Top, box.Right, box.Bottom, c, 0));
            }
        }
    }

    private static SceneObject Learned(LabelledScene scene, int number)
    {
        foreach (SceneObject one in scene.Objects)
        {
            if (!one.IsIgnored && number-- == 0)
            {
                return one;
            }
        }

        throw new InvalidOperationException("a scene lost its objects");
    }

    // An object on a gray sample, where nothing is labelled, with soft edges. True where it was pasted.
    private bool Paste(Span<byte> canvas, ref RandomStream random, SceneTarget target)
    {
        ObjectCrop crop = _crops[random.NextInt(_crops.Count)];
        SceneObject one = crop.Object;
        double wanted = Math.Exp(random.NextDouble(Math.Log(24), Math.Log(0.7 * Size)));
        int height = (int)(wanted / (one.Bottom - one.Top));
        int width = height * crop.Picture.Width / crop.Picture.Height;
        if (width >= Size || height >= Size || width < 4 || height < 4)
        {
            return false;
        }

        int left = random.NextInt(Size - width);
        int top = random.NextInt(Size - height);
        var box = new TargetBox(
            left + (one.Left * width),
            top + (one.Top * height),
            left + (one.Right * width),
            top + (one.Bottom * height),
            one.Class,
            one.Weight
        );
        foreach (TargetBox other in target.Boxes)
        {
            if (other.Left < box.Right && other.Right > box.Left && other.Top < box.Bottom && other.Bottom > box.Top)
            {
                return false;
            }
        }

        TurnGray(canvas);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                float edge = Math.Min(Soft(x, width, 6), Soft(y, height, 9));
                int sourceX = x * crop.Picture.Width / width;
                int sourceY = y * crop.Picture.Height / height;
                float gray = crop.Picture.Pixels[(sourceY * crop.Picture.Width) + sourceX];
                Span<byte> pixel = canvas.Slice((((top + y) * Size) + left + x) * 3, 3);
                pixel.Fill((byte)(pixel[0] + ((gray - pixel[0]) * edge)));
            }
        }

        target.Boxes.Add(box);
        return true;
    }

    private static float Soft(int at, int length, float steepness) =>
        Math.Clamp((1 - Math.Abs((2f * (at + 0.5f) / length) - 1)) * steepness, 0, 1);

    // Up to half of an object disappears behind one colour.
    private void Cover(Span<byte> canvas, TargetBox box, ref RandomStream random)
    {
        double width = box.Width * random.NextDouble(0.25, 0.75);
        double height = box.Height * random.NextDouble(0.25, 0.6);
        int left = Math.Clamp((int)(box.Left + (random.NextDouble() * (box.Width - width))), 0, Size - 1);
        int top = Math.Clamp((int)(box.Top + (random.NextDouble() * (box.Height - height))), 0, Size - 1);
        int right = Math.Min(left + (int)width, Size);
        int bottom = Math.Min(top + (int)height, Size);
        byte blue = (byte)random.NextInt(256);
        byte green = (byte)random.NextInt(256);
        byte red = (byte)random.NextInt(256);
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
            {
                Span<byte> pixel = canvas.Slice(((y * Size) + x) * 3, 3);
                (pixel[0], pixel[1], pixel[2]) = (blue, green, red);
            }
        }
    }

    private static void TurnGray(Span<byte> canvas)
    {
        for (int i = 0; i < canvas.Length; i += 3)
        {
            int gray = ((canvas[i] * 29) + (canvas[i + 1] * 150) + (canvas[i + 2] * 77) + 128) >> 8;
            canvas.Slice(i, 3).Fill((byte)gray);
        }
    }

    // Weights of 1, 2, 1 across and down, once or twice.
    private void Blur(Span<byte> canvas, Scratch scratch, int times)
    {
        if (scratch.Blurred.Length < canvas.Length)
        {
            scratch.Blurred = new byte[canvas.Length];
        }

        int stride = Size * 3;
        for (int time = 0; time < times; time++)
        {
            Span<byte> lines = scratch.Blurred.AsSpan(0, canvas.Length);
            Soften(canvas, lines, 3);
            Soften(lines, canvas, stride);
        }
    }

    private static void Soften(ReadOnlySpan<byte> source, Span<byte> target, int step)
    {
        source[..step].CopyTo(target);
        source[^step..].CopyTo(target[^step..]);
        for (int i = step; i < source.Length - step; i++)
        {
            target[i] = (byte)((source[i - step] + (2 * source[i]) + source[i + step] + 2) >> 2);
        }
    }

    [SkipLocalsInit]
    private static void ChangeColors(Span<byte> canvas, ref RandomStream random)
    {
        double gain = random.NextDouble(0.65, 1.45);
        double shift = random.NextDouble(-35, 35);
        double gamma = random.NextDouble(0.75, 1.35);
        Span<byte> table = stackalloc byte[3 * 256];
        for (int c = 0; c < 3; c++)
        {
            double own = gain * random.NextDouble(0.92, 1.08);
            for (int v = 0; v < 256; v++)
            {
                double value = (((255 * Math.Pow(v / 255.0, gamma)) - 128) * own) + 128 + shift;
                table[(c * 256) + v] = (byte)Math.Clamp(value, 0, 255);
            }
        }

        for (int i = 0; i < canvas.Length; i += 3)
        {
            canvas[i] = table[canvas[i]];
            canvas[i + 1] = table[256 + canvas[i + 1]];
            canvas[i + 2] = table[512 + canvas[i + 2]];
        }
    }

    private readonly record struct Place(int X, int Y, int Width, int Height)
    {
        public int Right => X + Width;

        public int Bottom => Y + Height;
    }

    private sealed class Scratch
    {
        public byte[] Canvas = [];
        public byte[] Blurred = [];
        public byte[] Rows = [];
    }

    /// <summary>Which part of a picture goes where in a sample.</summary>
    private sealed record Cutting(
        SampledPart Part,
        int X,
        int Y,
        int Width,
        int Height,
        double FactorX,
        double FactorY,
        bool IsMirrored
    )
    {
        public static Cutting? Create(
            Place place,
            int width,
            int height,
            double middleX,
            double middleY,
            double scaleX,
            double scaleY,
            bool isMirrored
        )
        {
            // The window in the picture, kept inside it where it fits.
            double windowWidth = place.Width / scaleX;
            double windowHeight = place.Height / scaleY;
            double left = Math.Clamp(
                middleX - (windowWidth / 2),
                Math.Min(0, width - windowWidth),
                Math.Max(0, width - windowWidth)
            );
            double top = Math.Clamp(
                middleY - (windowHeight / 2),
                Math.Min(0, height - windowHeight),
                Math.Max(0, height - windowHeight)
            );
            double partLeft = Math.Max(0, left);
            double partTop = Math.Max(0, top);
            double partWidth = Math.Min(width, left + windowWidth) - partLeft;
            double partHeight = Math.Min(height, top + windowHeight) - partTop;
            int x = (int)((partLeft - left) * scaleX);
            int y = (int)((partTop - top) * scaleY);
            int targetWidth = Math.Min(place.Width - x, Math.Max(1, (int)Math.Round(partWidth * scaleX)));
            int targetHeight = Math.Min(place.Height - y, Math.Max(1, (int)Math.Round(partHeight * scaleY)));
            if (partWidth < 1 || partHeight < 1 || targetWidth < 1 || targetHeight < 1)
            {
                return null;
            }

            x = isMirrored ? place.Width - x - targetWidth : x;
            return new Cutting(
                new SampledPart(partLeft, partTop, partWidth, partHeight),
                place.X + x,
                place.Y + y,
                targetWidth,
                targetHeight,
                targetWidth / partWidth,
                targetHeight / partHeight,
                isMirrored
            );
        }

        /// <summary>An object in pixels of the sample, cut to what is there.</summary>
        /// <param name="one">In parts of the picture's sides.</param>
        /// <param name="width">Of the picture.</param>
        /// <param name="height">Of the picture.</param>
        /// <param name="visible">How much of its area is there.</param>
        public TargetBox Move(in SceneObject one, int width, int height, out float visible)
        {
            double left = ((one.Left * width) - Part.X) * FactorX;
            double right = ((one.Right * width) - Part.X) * FactorX;
            double top = ((one.Top * height) - Part.Y) * FactorY;
            double bottom = ((one.Bottom * height) - Part.Y) * FactorY;
            if (IsMirrored)
            {
                (left, right) = (Width - right, Width - left);
            }

            double area = (right - left) * (bottom - top);
            var box = new TargetBox(
                (float)(X + Math.Clamp(left, 0, Width)),
                (float)(Y + Math.Clamp(top, 0, Height)),
                (float)(X + Math.Clamp(right, 0, Width)),
                (float)(Y + Math.Clamp(bottom, 0, Height)),
                one.Class,
                one.Weight
            );
            visible = (float)(Math.Max(box.Width, 0) * Math.Max(box.Height, 0) / Math.Max(area, 1e-3));
            return box;
        }
    }
}
