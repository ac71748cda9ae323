namespace Spotter.Networks.Layers;

/// <summary>Where a kernel of a convolution or a pool stands: the geometry that execution and ONNX share.</summary>
internal readonly record struct Window(
    TensorShape Input,
    Size2D Kernel,
    Size2D Stride,
    int OutputHeight,
    int OutputWidth,
    int Top,
    int Left
)
{
    public int Bottom => Math.Max(0, (OutputHeight - 1) * Stride.Height + Kernel.Height - Input.Height - Top);

    public int Right => Math.Max(0, (OutputWidth - 1) * Stride.Width + Kernel.Width - Input.Width - Left);

    public int OutputPixels => OutputHeight * OutputWidth;

    public static Window Create(TensorShape input, Size2D kernel, Size2D stride, Padding padding)
    {
        if (kernel.Height is < 1 or > 1024 || kernel.Width is < 1 or > 1024)
        {
            throw new ArgumentException($"the kernel must be 1 to 1024 pixels high and wide, got {kernel}");
        }

        if (stride.Height is < 1 or > 1024 || stride.Width is < 1 or > 1024)
        {
            throw new ArgumentException($"the stride must be 1 to 1024 pixels, got {stride}");
        }

        if (!Enum.IsDefined(padding))
        {
            throw new ArgumentException($"unknown padding {padding}");
        }

        (int height, int top) = Along(input.Height, kernel.Height, stride.Height, padding);
        (int width, int left) = Along(input.Width, kernel.Width, stride.Width, padding);
        return height >= 1 && width >= 1
            ? new Window(input, kernel, stride, height, width, top, left)
            : throw new ArgumentException(
                $"a kernel of {kernel} does not fit into a picture of {input}; use Padding.Same or fewer pools"
            );
    }

    private static (int Size, int Before) Along(int input, int kernel, int stride, Padding padding)
    {
        if (padding == Padding.Valid)
        {
            return (input < kernel ? 0 : (input - kernel) / stride + 1, 0);
        }

        int size = (input + stride - 1) / stride;
        return (size, Math.Max(0, (size - 1) * stride + kernel - input) / 2);
    }
}
