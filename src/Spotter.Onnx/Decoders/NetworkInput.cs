namespace Spotter.Onnx.Decoders;

/// <summary>What a network takes: how many pixels, in which order, and what they look like.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">How a picture becomes the input's numbers.</param>
internal sealed record NetworkInput(int Width, int Height, PixelForm Pixels)
{
    /// <summary>Whether the channels of a pixel follow each other, (1, H, W, 3); else (1, 3, H, W).</summary>
    public bool IsChannelsLast { get; init; }

    /// <summary>In words.</summary>
    public override string ToString()
    {
        string fit = Pixels.Fit switch
        {
            InputFit.Stretched => "stretched",
            InputFit.Centred => "in the middle",
            _ => "at the top left",
        };
        return $"{Width}x{Height}, {(Pixels.IsRgb ? "red" : "blue")} first, {fit}";
    }
}

/// <summary>How a picture becomes the numbers of an input: (pixel - mean) * scale, channel by channel.</summary>
/// <param name="IsRgb">Whether the first channel is red; else it is blue.</param>
/// <param name="Mean">Of each channel, in the network's order, 0..255.</param>
/// <param name="Scale">Of each channel, in the network's order.</param>
internal sealed record PixelForm(bool IsRgb, float[] Mean, float[] Scale)
{
    /// <summary>How a picture of other proportions is fitted in.</summary>
    public InputFit Fit { get; init; }

    /// <summary>The gray, 0..255, of what no picture covers.</summary>
    public byte Padding { get; init; }

    /// <summary>The same mean and scale for each channel.</summary>
    public static PixelForm Uniform(bool isRgb, float mean, float scale) =>
        new(isRgb, [mean, mean, mean], [scale, scale, scale]);
}

/// <summary>How a picture of other proportions than the input's is fitted in.</summary>
internal enum InputFit
{
    /// <summary>In its own proportions, at the top left.</summary>
    TopLeft,

    /// <summary>In its own proportions, in the middle.</summary>
    Centred,

    /// <summary>Over the whole input.</summary>
    Stretched,
}
