using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

/// <summary>The box filter as the textbook writes it: 8 states, full matrices, F, Q, H and R spelt out.</summary>
internal sealed class MatrixBoxFilter
{
    private readonly double _deviation;
    private readonly double _acceleration;
    private double[,] _state;
    private double[,] _covariance = new double[8, 8];

    public MatrixBoxFilter(RealBox box, double deviation, double acceleration)
    {
        _deviation = deviation;
        _acceleration = acceleration;
        _state = new double[8, 1];
        double[] measured = Measure(box);
        double[] variance = MeasurementVariance(box.Size);
        double[] speed = [2 * box.Size, 2 * box.Size, 0.2, 0.2];
        for (int i = 0; i < 4; i++)
        {
            _state[i, 0] = measured[i];
            _covariance[i, i] = variance[i];
            _covariance[i + 4, i + 4] = speed[i] * speed[i];
        }
    }

    public RealBox Box => new(_state[0, 0], _state[1, 0], Math.Exp(_state[2, 0]), Math.Exp(_state[3, 0]));

    public double SpeedX => _state[4, 0];

    public double RelativeDeviation => Math.Sqrt(Math.Max(_covariance[0, 0], _covariance[1, 1])) / Box.Size;

    public void Predict(double seconds, bool holdSize)
    {
        double place = Math.Pow(_acceleration * Box.Size, 2);
        double[] noise = [place, place, 0.4 * 0.4, 0.4 * 0.4];
        if (holdSize)
        {
            _state[6, 0] = 0;
            _state[7, 0] = 0;
        }

        double[,] f = Identity(8);
        double[,] q = new double[8, 8];
        for (int i = 0; i < 4; i++)
        {
            f[i, i + 4] = seconds;
            q[i, i] = noise[i] * seconds * seconds * seconds / 3;
            q[i, i + 4] = q[i + 4, i] = noise[i] * seconds * seconds / 2;
            q[i + 4, i + 4] = noise[i] * seconds;
        }

        _state = Multiply(f, _state);
        _covariance = Add(Multiply(Multiply(f, _covariance), Transpose(f)), q, 1);
    }

    public void Correct(RealBox box)
    {
        double[,] h = new double[4, 8];
        double[,] r = new double[4, 4];
        double[,] z = new double[4, 1];
        double[] variance = MeasurementVariance(Box.Size);
        double[] measured = Measure(box);
        for (int i = 0; i < 4; i++)
        {
            h[i, i] = 1;
            r[i, i] = variance[i];
            z[i, 0] = measured[i];
        }

        double[,] s = Add(Multiply(Multiply(h, _covariance), Transpose(h)), r, 1);
        double[,] gain = Multiply(Multiply(_covariance, Transpose(h)), Inverse(s));
        _state = Add(_state, Multiply(gain, Add(z, Multiply(h, _state), -1)), 1);
        _covariance = Multiply(Add(Identity(8), Multiply(gain, h), -1), _covariance);
    }

    private static double[] Measure(RealBox box) =>
        [box.CenterX, box.CenterY, Math.Log(box.Width), Math.Log(box.Height)];

    private double[] MeasurementVariance(double size)
    {
        double place = Math.Pow(_deviation * size, 2);
        return [place, place, 0.08 * 0.08, 0.08 * 0.08];
    }

    private static double[,] Identity(int n)
    {
        double[,] m = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            m[i, i] = 1;
        }

        return m;
    }

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        double[,] m = new double[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < m.GetLength(0); i++)
        {
            for (int j = 0; j < m.GetLength(1); j++)
            {
                for (int k = 0; k < b.GetLength(0); k++)
                {
                    m[i, j] += a[i, k] * b[k, j];
                }
            }
        }

        return m;
    }

    private static double[,] Add(double[,] a, double[,] b, double factor)
    {
        double[,] m = new double[a.GetLength(0), a.GetLength(1)];
        for (int i = 0; i < m.GetLength(0); i++)
        {
            for (int j = 0; j < m.GetLength(1); j++)
            {
                m[i, j] = a[i, j] + factor * b[i, j];
            }
        }

        return m;
    }

    private static double[,] Transpose(double[,] a)
    {
        double[,] m = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < m.GetLength(0); i++)
        {
            for (int j = 0; j < m.GetLength(1); j++)
            {
                m[i, j] = a[j, i];
            }
        }

        return m;
    }

    /// <summary>Gauss-Jordan elimination; the matrices here are symmetric and positive, so no pivoting.</summary>
    private static double[,] Inverse(double[,] a)
    {
        int n = a.GetLength(0);
        double[,] work = (double[,])a.Clone();
        double[,] inverse = Identity(n);
        for (int pivot = 0; pivot < n; pivot++)
        {
            double value = work[pivot, pivot];
            for (int j = 0; j < n; j++)
            {
                work[pivot, j] /= value;
                inverse[pivot, j] /= value;
            }

            for (int i = 0; i < n; i++)
            {
                double factor = i == pivot ? 0 : work[i, pivot];
                for (int j = 0; j < n; j++)
                {
                    work[i, j] -= factor * work[pivot, j];
                    inverse[i, j] -= factor * inverse[pivot, j];
                }
            }
        }

        return inverse;
    }
}
