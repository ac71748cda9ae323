using Spotter.Learning.Execution;
using Spotter.Learning.Losses;
using Spotter.Networks;
using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.Landmarks;

/// <summary>Makes samples of faces: moved, scaled, turned, mirrored, in other light, blurred, half covered.</summary>
internal sealed class LandmarkSampler : IClassSampleReader
{
    private const long Stream = 0x4c414e44;
    private const int Length = LandmarkNetwork.Side * LandmarkNetwork.Side;

    private readonly IReadOnlyList<LandmarkFace> _faces;
    private readonly double[] _frequencies;
    private readonly PixelNormalization _normalization;
    private readonly long _seed;
    private readonly Point[][] _targets;
    private readonly byte[][] _scratch;

    public LandmarkSampler(
        IReadOnlyList<LandmarkFace> faces,
        Func<string, double> frequencyOf,
        PixelNormalization normalization,
        long seed,
        int batch,
        int threads
    )
    {
        _faces = faces;
        _normalization = normalization;
        _seed = seed;
        _targets = [.. Enumerable.Range(0, batch).Select(static _ => new Point[FaceLandmarks.Count])];
        _scratch = [.. Enumerable.Range(0, threads).Select(static _ => new byte[Length])];
        _frequencies = new double[faces.Count];
        double sum = 0;
        for (int i = 0; i < faces.Count; i++)
        {
            _frequencies[i] = sum += frequencyOf(faces[i].Source);
        }
    }

    /// <summary>Which step of training the next samples are for.</summary>
    public long Step { get; set; }

    public unsafe void ReadSample(int position, int worker, float* sample)
    {
        var random = new RandomStream(_seed, Stream + Step, position);
        int index = Array.BinarySearch(_frequencies, random.NextDouble() * _frequencies[^1]);
        LandmarkFace face = _faces[Math.Min(index < 0 ? ~index : index, _faces.Count - 1)];
        double side = LandmarkData.Side / LandmarkData.Around * LandmarkNetwork.Factor;
        side *= Math.Exp(random.NextDouble(-0.22, 0.22));
        double turn = random.NextDouble() < 0.7 ? 0.35 : 0.9;
        var square = new TurnedSquare(
            (LandmarkData.Side / 2.0) + (random.NextDouble(-0.1, 0.1) * side),
            (LandmarkData.Side / 2.0) + (random.NextDouble(-0.1, 0.1) * side),
            side,
            random.NextDouble(-turn, turn) * random.NextDouble()
        );
        bool mirrored = random.NextDouble() < 0.5;
        byte[] pixels = _scratch[worker];
        square.Cut(face.Crop.View, LandmarkNetwork.Side, mirrored, pixels);
        Span<Point> target = _targets[position];
        for (int i = 0; i < target.Length; i++)
        {
            Point place = square.ToSquare(face.Points[mirrored ? FaceLandmarks.Mirrored[i] : i]);
            target[i] = new Point(mirrored ? 1 - place.X : place.X, place.Y);
        }

        Relight(pixels, random);
        if (random.NextDouble() < 0.25)
        {
            Blur(pixels, random.NextInt(2) + 1);
        }

        if (random.NextDouble() < 0.25)
        {
            Cover(pixels, random);
        }

        _normalization.Apply(pixels, new Span<float>(sample, Length));
    }

    public float ReadTarget(int position, Loss loss, Span<float> target)
    {
        for (int i = 0; i < FaceLandmarks.Count; i++)
        {
            target[2 * i] = (float)((_targets[position][i].X - 0.5) * LandmarkNetwork.OutputScale);
            target[(2 * i) + 1] = (float)((_targets[position][i].Y - 0.5) * LandmarkNetwork.OutputScale);
        }

        return 1;
    }

    private static void Relight(Span<byte> pixels, RandomStream random)
    {
        double gain = Math.Exp(random.NextDouble(-0.7, 0.4));
        double light = random.NextDouble(-40, 40);
        double power = Math.Exp(random.NextDouble(-0.4, 0.4));
        double noise = random.NextDouble() < 0.3 ? random.NextDouble(0, 10) : 0;
        foreach (ref byte pixel in pixels)
        {
            double value = 255 * Math.Pow(pixel / 255.0, power);
            value = ((value - 128) * gain) + 128 + light + (noise > 0 ? random.NextDouble(-noise, noise) : 0);
            pixel = (byte)Math.Clamp(value, 0, 255);
        }
    }

    // Means of three, across and down.
    private static void Blur(Span<byte> pixels, int times)
    {
        const int Side = LandmarkNetwork.Side;
        for (int time = 0; time < times; time++)
        {
            foreach (int step in (ReadOnlySpan<int>)[1, Side])
            {
                int before = pixels[0];
                for (int i = step; i < Length - step; i++)
                {
                    before = (pixels[i - step] + (2 * pixels[i]) + pixels[i + step]) / 4;
                    pixels[i] = (byte)before;
                }
            }
        }
    }

    private static void Cover(Span<byte> pixels, RandomStream random)
    {
        const int Side = LandmarkNetwork.Side;
        int width = random.NextInt(Side / 2) + 4;
        int height = random.NextInt(Side / 2) + 4;
        int left = random.NextInt(Side - width);
        int top = random.NextInt(Side - height);
        var value = (byte)random.NextInt(256);
        for (int y = top; y < top + height; y++)
        {
            pixels.Slice((y * Side) + left, width).Fill(value);
        }
    }
}
