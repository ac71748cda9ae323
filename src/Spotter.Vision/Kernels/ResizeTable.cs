// OpenCV's INTER_LINEAR_EXACT for 8-bit pictures: weights of 8 bits, products summed exactly, rounded once.

namespace Spotter.Vision.Kernels;

/// <summary>
/// For each target pixel along one axis, the left one of its two source pixels and the right one's weight in 1/256.
/// </summary>
internal sealed class ResizeTable
{
    /// <summary>One, in the fixed point of the weights.</summary>
    public const int One = 256;

    private int[] _sources = [];
    private int[] _weights = [];
    private int _sourceLength;
    private int _targetLength;

    /// <summary>Index of the left source pixel; its right neighbour exists wherever its weight is not 0.</summary>
    public ReadOnlySpan<int> Sources => _sources.AsSpan(0, _targetLength);

    /// <summary>Weight of the right source pixel, 0 to 256; the left one has the rest.</summary>
    public ReadOnlySpan<int> Weights => _weights.AsSpan(0, _targetLength);

    /// <summary>Computes the table; the arrays are kept from call to call.</summary>
    public void Prepare(int sourceLength, int targetLength)
    {
        if (sourceLength == _sourceLength && targetLength == _targetLength)
        {
            return;
        }

        if (_sources.Length < targetLength)
        {
            _sources = new int[targetLength];
            _weights = new int[targetLength];
        }

        // The double reciprocal of a quotient is how OpenCV gets the step; it must round the same way. All numbers are
        // in range, so conversions need not saturate, which takes as long as all the rest; Math.Round is to even.
        double step = 1.0 / ((double)targetLength / sourceLength);
        for (int i = 0; i < targetLength; i++)
        {
            double position = (step * (i + 0.5)) - 0.5;
            int left = double.ConvertToIntegerNative<int>(Math.Floor(position));
            int weight = 0;
            if (left < 0)
            {
                left = 0;
            }
            else if (left >= sourceLength - 1)
            {
                left = sourceLength - 1;
            }
            else
            {
                weight = double.ConvertToIntegerNative<int>(Math.Round((position - left) * One));
            }

            _sources[i] = left;
            _weights[i] = weight;
        }

        _sourceLength = sourceLength;
        _targetLength = targetLength;
    }
}
