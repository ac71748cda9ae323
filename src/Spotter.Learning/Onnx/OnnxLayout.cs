using System.Buffers.Binary;
using Google.Protobuf;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Onnx;

/// <summary>
/// Orders of weights. Here (kernel height, kernel width, channels, filters) or, depthwise, (kernel height, kernel
/// width, channels); in ONNX (filters, channels, kernel height, kernel width) and (channels, 1, kernel height, kernel
/// width). Dense layers are (inputs, units) here and (units, inputs) in ONNX.
/// </summary>
internal static class OnnxLayout
{
    public static long[] Extents(Parameter parameter, DenseLayout layout) =>
        parameter.Shape switch
        {
            [var inputs, var units] when layout == DenseLayout.UnitsFirst => [units, inputs],
            [var height, var width, var channels, var filters] => [filters, channels, height, width],
            [var height, var width, var channels] => [channels, 1, height, width],
            _ => [.. parameter.Shape.Select(extent => (long)extent)],
        };

    public static float[] ToOnnx(Parameter parameter, DenseLayout layout)
    {
        float[] values = parameter.ToArray();
        if (IsSame(parameter, layout))
        {
            return values;
        }

        var result = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            result[OnnxIndex(parameter, i)] = values[i];
        }

        return result;
    }

    public static float[] FromOnnx(Parameter parameter, float[] values, DenseLayout layout)
    {
        if (IsSame(parameter, layout))
        {
            return values;
        }

        var result = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            result[i] = values[OnnxIndex(parameter, i)];
        }

        return result;
    }

    public static ByteString ToBytes(float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static bool IsSame(Parameter parameter, DenseLayout layout) =>
        parameter.Shape.Count < (layout == DenseLayout.UnitsFirst ? 2 : 3);

    // Both orders keep the kernel's rows and columns together: with A places in the kernel and F columns, place a of
    // column c is a * F + c here. A convolution's columns split into (channel, filter), which ONNX has the other way
    // round.
    private static int OnnxIndex(Parameter parameter, int index)
    {
        if (parameter.Shape is [var inputs, var units])
        {
            return index % units * inputs + index / units;
        }

        int area = parameter.Shape[0] * parameter.Shape[1];
        int filters = parameter.Shape.Count == 4 ? parameter.Shape[3] : 1;
        int channels = parameter.Shape[2];
        int filter = index % filters;
        int channel = index / filters % channels;
        int place = index / (filters * channels);
        return (filter * channels + channel) * area + place;
    }
}

/// <summary>How the weights of a dense layer lie in a file.</summary>
internal enum DenseLayout
{
    /// <summary>(units, inputs), with transB = 1: what every reader takes.</summary>
    UnitsFirst,

    /// <summary>(inputs, units), as files of earlier versions have them.</summary>
    InputsFirst,
}
