using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Tests.Operations;

/// <summary>
/// The definition of every layer, in double precision, one sum after another: what the kernels are held to.
/// A value is [sample][row-major pixel and channel].
/// </summary>
internal sealed class ReferenceNetwork(NetworkGraph network, bool isTraining)
{
    private readonly Dictionary<Parameter, double[]> _values = network.Parameters.ToDictionary(
        parameter => parameter,
        parameter => Array.ConvertAll(parameter.ToArray(), value => (double)value)
    );

    public double[] this[Parameter parameter] => _values[parameter];

    /// <summary>The first output.</summary>
    public double[][] Run(double[][] x) => RunAll(x, network.InputShape)[0];

    /// <summary>All outputs for samples of a shape.</summary>
    public double[][][] RunAll(double[][] x, TensorShape shape)
    {
        var values = new List<double[][]> { x };
        foreach (BuiltLayer layer in network.BuiltFor(shape))
        {
            values.Add(Run(layer, [.. layer.Sources.Select(source => values[source])]));
        }

        return [.. network.Outputs.Select(output => values[output])];
    }

    private double[][] Run(BuiltLayer built, double[][][] inputs) =>
        built.Layer switch
        {
            Add layer => Each(inputs.Aggregate(Sum), sample => Activate(sample, layer.Activation, 0.01)),
            Concatenate => Join(built, inputs),
            _ => Run(built, inputs[0]),
        };

    private double[][] Run(BuiltLayer built, double[][] x) =>
        built.Layer switch
        {
            Flatten => x,
            Dense dense => Each(x, sample => Activate(DenseOf(built, sample), dense.Activation, 0.01)),
            Conv2D layer => Each(x, sample =>
                Activate(
                    Convolve(built, sample, layer.Kernel, layer.Stride, layer.Padding, depthwise: false),
                    layer.Activation,
                    0.01
                )
            ),
            DepthwiseConv2D layer => Each(x, sample =>
                Activate(
                    Convolve(built, sample, layer.Kernel, layer.Stride, layer.Padding, depthwise: true),
                    layer.Activation,
                    0.01
                )
            ),
            MaxPooling2D layer => Each(x, sample =>
                Pool(built, sample, layer.Pool, layer.Stride ?? layer.Pool, layer.Padding, values => values.Max())
            ),
            AveragePooling2D layer => Each(x, sample =>
                Pool(built, sample, layer.Pool, layer.Stride ?? layer.Pool, layer.Padding, values => values.Average())
            ),
            GlobalAveragePooling2D => Each(x, sample =>
                [
                    .. Enumerable
                        .Range(0, built.Input.Channels)
                        .Select(c => sample.Where((_, i) => i % built.Input.Channels == c).Average()),
                ]
            ),
            BatchNormalization layer => Normalize(built, layer, x),
            Dropout => isTraining ? throw new NotSupportedException("dropout has tests of its own") : x,
            Activation layer => Each(x, sample => Activate(sample, layer.Function, layer.Slope)),
            UpSampling2D => Each(x, sample => UpSample(built, sample)),
            _ => throw new NotSupportedException(built.Name),
        };

    private static double[][] Each(double[][] x, Func<double[], double[]> function) =>
        Array.ConvertAll(x, sample => function(sample));

    private static double[][] Sum(double[][] a, double[][] b) =>
        [.. a.Zip(b, (left, right) => left.Zip(right, (l, r) => l + r).ToArray())];

    private static double[][] Join(BuiltLayer built, double[][][] inputs)
    {
        int pixels = built.Output.Height * built.Output.Width;
        return
        [
            .. inputs[0]
                .Select(
                    (_, sample) =>
                        Enumerable
                            .Range(0, pixels)
                            .SelectMany(pixel =>
                                inputs.SelectMany(
                                    (input, i) =>
                                        input[sample]
                                            .Skip(pixel * built.Inputs[i].Channels)
                                            .Take(built.Inputs[i].Channels)
                                )
                            )
                            .ToArray()
                ),
        ];
    }

    private static double[] UpSample(BuiltLayer built, double[] x)
    {
        int channels = built.Output.Channels;
        return
        [
            .. Enumerable
                .Range(0, built.Output.Length)
                .Select(i =>
                    x[
                        (
                            i / channels / built.Output.Width / 2 * built.Input.Width
                            + i / channels % built.Output.Width / 2
                        ) * channels
                            + i % channels
                    ]
                ),
        ];
    }

    private double[] DenseOf(BuiltLayer built, double[] x)
    {
        double[] kernel = _values[built.Parameters[0]];
        int units = built.Output.Channels;
        double[] y = [.. _values[built.Parameters[1]]];
        for (int i = 0; i < x.Length; i++)
        {
            for (int unit = 0; unit < units; unit++)
            {
                y[unit] += x[i] * kernel[i * units + unit];
            }
        }

        return y;
    }

    private double[] Convolve(
        BuiltLayer built,
        double[] x,
        Size2D kernel,
        Size2D stride,
        Padding padding,
        bool depthwise
    )
    {
        double[] weights = _values[built.Parameters[0]];
        double[] bias = _values[built.Parameters[1]];
        int filters = built.Output.Channels;
        int channels = built.Input.Channels;
        var y = new double[built.Output.Length];
        for (int i = 0; i < built.Output.Height * built.Output.Width; i++)
        {
            for (int filter = 0; filter < filters; filter++)
            {
                y[i * filters + filter] = bias[filter];
            }

            foreach ((int source, int tap) in Taps(built, i, kernel, stride, padding))
            {
                for (int filter = 0; filter < filters; filter++)
                {
                    if (depthwise)
                    {
                        y[i * filters + filter] += x[source * channels + filter] * weights[tap * channels + filter];
                        continue;
                    }

                    for (int channel = 0; channel < channels; channel++)
                    {
                        y[i * filters + filter] +=
                            x[source * channels + channel] * weights[(tap * channels + channel) * filters + filter];
                    }
                }
            }
        }

        return y;
    }

    private static double[] Pool(
        BuiltLayer built,
        double[] x,
        Size2D pool,
        Size2D stride,
        Padding padding,
        Func<IEnumerable<double>, double> reduce
    )
    {
        int channels = built.Input.Channels;
        var y = new double[built.Output.Length];
        for (int i = 0; i < built.Output.Height * built.Output.Width; i++)
        {
            (int Source, int Tap)[] taps = [.. Taps(built, i, pool, stride, padding)];
            for (int channel = 0; channel < channels; channel++)
            {
                y[i * channels + channel] = reduce(taps.Select(tap => x[tap.Source * channels + channel]));
            }
        }

        return y;
    }

    // Same padding as Keras has it: as many outputs as ceil(size / stride), the odd zero after the picture.
    private static IEnumerable<(int Source, int Tap)> Taps(
        BuiltLayer built,
        int pixel,
        Size2D kernel,
        Size2D stride,
        Padding padding
    )
    {
        int before(int size, int k, int s) =>
            padding == Padding.Valid ? 0 : Math.Max(0, ((int)Math.Ceiling(size / (double)s) - 1) * s + k - size) / 2;
        int top = pixel / built.Output.Width * stride.Height - before(built.Input.Height, kernel.Height, stride.Height);
        int left = pixel % built.Output.Width * stride.Width - before(built.Input.Width, kernel.Width, stride.Width);
        for (int ky = 0; ky < kernel.Height; ky++)
        {
            for (int kx = 0; kx < kernel.Width; kx++)
            {
                int y = top + ky;
                int x = left + kx;
                if (y >= 0 && x >= 0 && y < built.Input.Height && x < built.Input.Width)
                {
                    yield return (y * built.Input.Width + x, ky * kernel.Width + kx);
                }
            }
        }
    }

    private double[][] Normalize(BuiltLayer built, BatchNormalization layer, double[][] x)
    {
        int channels = built.Input.Channels;
        double[][] y = Each(x, sample => new double[sample.Length]);
        for (int channel = 0; channel < channels; channel++)
        {
            int c = channel;
            double[] all = [.. x.SelectMany(sample => sample.Where((_, i) => i % channels == c))];
            double mean = isTraining ? all.Average() : _values[built.Parameters[2]][channel];
            double variance = isTraining
                ? all.Average(value => (value - mean) * (value - mean))
                : _values[built.Parameters[3]][channel];
            for (int sample = 0; sample < x.Length; sample++)
            {
                for (int i = channel; i < x[sample].Length; i += channels)
                {
                    y[sample][i] =
                        (x[sample][i] - mean)
                            / Math.Sqrt(variance + layer.Epsilon)
                            * _values[built.Parameters[0]][channel]
                        + _values[built.Parameters[1]][channel];
                }
            }
        }

        return y;
    }

    private static double[] Activate(double[] x, ActivationKind function, double slope) =>
        function switch
        {
            ActivationKind.Softmax => Softmax(x),
            ActivationKind.ReLU => Array.ConvertAll(x, value => Math.Max(value, 0)),
            ActivationKind.LeakyReLU => Array.ConvertAll(x, value => value > 0 ? value : value * slope),
            ActivationKind.GELU => Array.ConvertAll(x, value => value * NormalCumulative(value)),
            ActivationKind.Sigmoid => Array.ConvertAll(x, value => 1 / (1 + Math.Exp(-value))),
            ActivationKind.Tanh => Array.ConvertAll(x, Math.Tanh),
            _ => x,
        };

    internal static double[] Softmax(double[] x)
    {
        double top = x.Max();
        double sum = x.Sum(value => Math.Exp(value - top));
        return Array.ConvertAll(x, value => Math.Exp(value - top) / sum);
    }

    // The power series of the normal distribution function: 1/2 + density * (x + x^3/3 + x^5/15 + ...).
    private static double NormalCumulative(double x)
    {
        double term = x;
        double sum = x;
        for (int i = 3; i < 300; i += 2)
        {
            term *= x * x / i;
            sum += term;
        }

        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
