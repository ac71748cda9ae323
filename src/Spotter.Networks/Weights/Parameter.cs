using Spotter.Networks.Kernels;

namespace Spotter.Networks.Weights;

/// <summary>
/// Numbers that a network learns, or keeps while learning. They live packed in panels of sixteen columns, the layout of
/// the kernels; <see cref="ToArray"/> and <see cref="SetValues"/> speak plain row-major order.
/// </summary>
public sealed class Parameter
{
    private readonly int[] _shape;

    internal Parameter(string name, int[] shape, bool isTrainable)
    {
        Name = name;
        _shape = shape;
        IsTrainable = isTrainable;
        Columns = shape[^1];
        Rows = 1;
        foreach (int extent in shape.AsSpan(0, shape.Length - 1))
        {
            Rows = checked(Rows * extent);
        }

        Packed = new AlignedBuffer((long)Panels * Rows * Row.Width);
    }

    /// <summary>The layer's name and the parameter's, for example <c>dense_1/kernel</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// Extents, the outputs last: (inputs, units) of a dense layer, (kernel height, kernel width, channels, filters) of
    /// a convolution, one extent for biases and the like.
    /// </summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>False for the running averages of a batch normalisation.</summary>
    public bool IsTrainable { get; }

    /// <summary>How many numbers.</summary>
    public int Count => Rows * Columns;

    internal int Rows { get; }

    internal int Columns { get; }

    internal int Panels => (Columns + Row.Width - 1) / Row.Width;

    /// <summary>Panel by panel, row by row, sixteen columns; columns beyond the last are zero and stay zero.</summary>
    internal AlignedBuffer Packed { get; }

    /// <summary>Whether every number is one.</summary>
    internal bool IsFinite
    {
        get
        {
            // Only what is not finite leaves a difference that is not 0.
            float sum = 0;
            foreach (float value in Packed.Span)
            {
                sum += value - value;
            }

            return sum == 0;
        }
    }

    /// <summary>A copy of the values, row-major in <see cref="Shape"/>.</summary>
    public float[] ToArray() => Unpack(Packed);

    /// <summary>Replaces the values.</summary>
    /// <param name="values"><see cref="Count"/> finite numbers, row-major in <see cref="Shape"/>.</param>
    /// <exception cref="ArgumentException">There are too few or too many, or one is not finite.</exception>
    public void SetValues(ReadOnlySpan<float> values)
    {
        if (values.Length != Count)
        {
            throw new ArgumentException($"{Name} holds {Count} numbers, got {values.Length}", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException($"{Name} cannot hold {values[i]} (number {i})", nameof(values));
            }
        }

        Pack(values, Packed);
    }

    /// <summary>A parameter of the same name and shape that nobody trains.</summary>
    internal Parameter WithValues(ReadOnlySpan<float> values)
    {
        var other = new Parameter(Name, _shape, isTrainable: false);
        other.Pack(values, other.Packed);
        return other;
    }

    internal float[] Unpack(AlignedBuffer packed)
    {
        var values = new float[Count];
        Span<float> source = packed.Span;
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                values[row * Columns + column] = source[PackedIndex(row, column)];
            }
        }

        return values;
    }

    internal void Pack(ReadOnlySpan<float> values, AlignedBuffer packed)
    {
        Span<float> target = packed.Span;
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                target[PackedIndex(row, column)] = values[row * Columns + column];
            }
        }
    }

    private int PackedIndex(int row, int column) => (column / Row.Width * Rows + row) * Row.Width + column % Row.Width;
}
