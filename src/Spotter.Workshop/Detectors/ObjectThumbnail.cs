using Spotter.Learning.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Detectors;

/// <summary>A few means of an object's gray, to tell whether two pictures show all but the same.</summary>
internal sealed class ObjectThumbnail
{
    private const int Side = 16;
    private const double SameCorrelation = 0.97;

    private readonly double[] _values = new double[Side * Side];

    public ObjectThumbnail(ObjectExample example)
    {
        GrayImage gray = example.Picture.Gray;
        byte[] key = new byte[_values.Length];
        for (int i = 0; i < _values.Length; i++)
        {
            int x = example.Box.X + (((i % Side * 2) + 1) * example.Box.Width / (2 * Side));
            int y = example.Box.Y + (((i / Side * 2) + 1) * example.Box.Height / (2 * Side));
            _values[i] = key[i] = gray.Pixels[(y * gray.Width) + x];
        }

        Key = Convert.ToHexString(key);

        double mean = _values.Average();
        double deviation = Math.Sqrt(_values.Sum(value => (value - mean) * (value - mean)));
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = deviation > 0 ? (_values[i] - mean) / deviation : 0;
        }
    }

    /// <summary>The same for copies of one picture.</summary>
    public string Key { get; }

    /// <summary>Whether it shows one colour and nothing else.</summary>
    public bool IsPlain => Array.TrueForAll(_values, static value => value == 0);

    public bool IsLike(ObjectThumbnail other)
    {
        double correlation = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            correlation += _values[i] * other._values[i];
        }

        return correlation >= SameCorrelation;
    }
}
