using Spotter.Networks.Layers;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>How a kernel slides: pixels from place to place, pixels between its own, zeros around.</summary>
internal readonly record struct KernelSlide(
    Size2D Kernel,
    Size2D Stride,
    Size2D Dilation,
    (int Top, int Left, int Bottom, int Right) Pads
)
{
    /// <summary>The kernel with the pixels between its own.</summary>
    public Size2D Span => new(((Kernel.Height - 1) * Dilation.Height) + 1, ((Kernel.Width - 1) * Dilation.Width) + 1);

    public int HeightOf(int height, bool isCeiling = false) =>
        Along(height + Pads.Top + Pads.Bottom, Span.Height, Stride.Height, isCeiling, height + Pads.Top);

    public int WidthOf(int width, bool isCeiling = false) =>
        Along(width + Pads.Left + Pads.Right, Span.Width, Stride.Width, isCeiling, width + Pads.Left);

    // The last place begins inside the picture or the zeros before it.
    private static int Along(int length, int kernel, int stride, bool isCeiling, int inside)
    {
        if (length < kernel)
        {
            throw new ArgumentException($"a kernel of {kernel} pixels does not fit into {length}");
        }

        int count = ((length - kernel + (isCeiling ? stride - 1 : 0)) / stride) + 1;
        return isCeiling && (count - 1) * stride >= inside ? count - 1 : count;
    }

    /// <summary>What a node says of itself.</summary>
    /// <param name="node">A convolution or a pool.</param>
    /// <param name="kernel">Extents of its filters; a pool has them as an attribute.</param>
    /// <param name="x">What comes in.</param>
    public static KernelSlide Of(OnnxNode node, int[] kernel, int[] x)
    {
        kernel = node.Wholes("kernel_shape") ?? kernel;
        int[] strides = node.Wholes("strides") ?? [1, 1];
        int[] dilations = node.Wholes("dilations") ?? [1, 1];
        int[] pads = node.Wholes("pads") ?? [0, 0, 0, 0];
        if (kernel.Length != 2 || strides.Length != 2 || dilations.Length != 2 || pads.Length != 4)
        {
            throw new ArgumentException("is not of two dimensions, and Spotter's engine has pictures alone");
        }

        foreach (int number in (int[])[.. kernel, .. strides, .. dilations])
        {
            if (number is < 1 or > 1024)
            {
                throw new ArgumentException($"has a kernel, stride or dilation of {number}");
            }
        }

        if (Array.Exists(pads, static pad => pad is < 0 or > 4096))
        {
            throw new ArgumentException($"has pads of {string.Join(", ", pads)}");
        }

        var slide = new KernelSlide(
            new Size2D(kernel[0], kernel[1]),
            new Size2D(strides[0], strides[1]),
            new Size2D(dilations[0], dilations[1]),
            (pads[0], pads[1], pads[2], pads[3])
        );
        string auto = node.Text("auto_pad", "NOTSET");
        if (auto is "SAME_UPPER" or "SAME_LOWER")
        {
            int tall = Same(x[2], slide.Span.Height, strides[0]);
            int wide = Same(x[3], slide.Span.Width, strides[1]);
            bool isLower = auto == "SAME_LOWER";
            (int top, int left) = (isLower ? tall - (tall / 2) : tall / 2, isLower ? wide - (wide / 2) : wide / 2);
            return slide with { Pads = (top, left, tall - top, wide - left) };
        }

        return auto == "VALID" ? slide with { Pads = default } : slide;

        static int Same(int length, int kernel, int stride) =>
            Math.Max(0, ((((length + stride - 1) / stride) - 1) * stride) + kernel - length);
    }
}
