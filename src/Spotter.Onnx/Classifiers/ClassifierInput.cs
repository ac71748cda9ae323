using System.Globalization;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Classifiers;

/// <summary>How the numbers of a picture lie in a network's input.</summary>
internal enum PictureLayout
{
    /// <summary>(N, C, H, W), as PyTorch has it.</summary>
    ChannelsFirst,

    /// <summary>(N, H, W, C), as Keras has it.</summary>
    ChannelsLast,

    /// <summary>(N, H, W): gray without an axis for it.</summary>
    Gray,

    /// <summary>(N, numbers): pixel by pixel, row by row, as scikit-learn has it.</summary>
    Flat,
}

/// <summary>An input that takes pictures of one size, alone or several at a time.</summary>
internal sealed record ClassifierInput
{
    // The size of nearly all networks that leave it open.
    private const int UsualSide = 224;
    private const int MostSide = 4096;

    /// <summary>What the input is called.</summary>
    public required TensorInfo Tensor { get; init; }

    public required PictureLayout Layout { get; init; }

    public required TensorShape Shape { get; init; }

    /// <summary>Whether there is an axis for pictures in front.</summary>
    public required bool HasBatch { get; init; }

    /// <summary>Whether the size of pictures was left open by the network, so that it was chosen here.</summary>
    public bool IsSizeChosen { get; init; }

    /// <summary>Pictures a run: as many as the network says; 0 where it leaves that open.</summary>
    public int Batch => HasBatch && Tensor.Dimensions[0] > 0 ? Tensor.Dimensions[0] : (HasBatch ? 0 : 1);

    /// <summary>As it is said to users: <c>gray pictures of 28x28 as (N, 1, H, W)</c>.</summary>
    public override string ToString() =>
        $"{(Shape.Channels == 1 ? "gray" : "colour")} pictures of {Shape.Width}x{Shape.Height} as "
        + (
            Layout switch
            {
                PictureLayout.ChannelsFirst => HasBatch ? "(N, C, H, W)" : "(C, H, W)",
                PictureLayout.ChannelsLast => HasBatch ? "(N, H, W, C)" : "(H, W, C)",
                PictureLayout.Gray => HasBatch ? "(N, H, W)" : "(H, W)",
                _ => "rows of numbers",
            }
        );

    /// <summary>The input's extents for so many pictures.</summary>
    public int[] DimensionsFor(int count)
    {
        (int height, int width, int channels) = (Shape.Height, Shape.Width, Shape.Channels);
        int[] one = Layout switch
        {
            PictureLayout.ChannelsFirst => [channels, height, width],
            PictureLayout.ChannelsLast => [height, width, channels],
            PictureLayout.Gray => [height, width],
            _ => [Shape.Length],
        };
        return HasBatch ? [count, .. one] : one;
    }

    /// <summary>Writes a picture's bytes (row-major, channels side by side, red first) as the input wants
    /// them.</summary>
    public void Fill(ReadOnlySpan<byte> pixels, PixelNormalization normalization, bool isBlueFirst, Span<float> target)
    {
        int channels = Shape.Channels;
        if (channels == 1 || (Layout != PictureLayout.ChannelsFirst && !isBlueFirst))
        {
            normalization.Apply(pixels, target);
            return;
        }

        int area = Shape.Height * Shape.Width;
        (int channelStep, int pixelStep) = Layout == PictureLayout.ChannelsFirst ? (area, 1) : (1, channels);
        for (int channel = 0; channel < channels; channel++)
        {
            int source = isBlueFirst ? channels - 1 - channel : channel;
            float scale = normalization.Scales[source];
            float offset = normalization.Offsets[source];
            for (int i = 0; i < area; i++)
            {
                target[(channel * channelStep) + (i * pixelStep)] = (pixels[(i * channels) + source] * scale) + offset;
            }
        }
    }

    /// <summary>Finds out how a network takes pictures.</summary>
    /// <param name="shape">What it takes and gives.</param>
    /// <param name="width">The width to use where it is open; null for what the network or custom says.</param>
    /// <param name="height">The height to use where it is open.</param>
    /// <param name="problem">Why it takes none.</param>
    /// <returns>Null where it takes no pictures that are known here.</returns>
    public static ClassifierInput? Find(NetworkShape shape, int? width, int? height, out string? problem)
    {
        problem = null;
        if (shape.Inputs is not [var input])
        {
            problem = $"takes {shape.Inputs.Count} inputs, not one picture";
            return null;
        }

        if (!input.IsReal && input.Type is not (ElementType.UInt8 or ElementType.Int8 or ElementType.Int32))
        {
            problem = $"takes {input.Type} numbers ({input}), which no picture is";
            return null;
        }

        (int? ownWidth, int? ownHeight) = SizeIn(shape);
        (int Width, int Height) size = (width ?? ownWidth ?? UsualSide, height ?? ownHeight ?? UsualSide);
        ClassifierInput? found = Read(input, size, isSizeGiven: width is not null);
        if (found is null)
        {
            problem =
                $"takes {input}, which is no picture that can be given to it: those are (N, 1 or 3, H, W), (N, H, W, 1 "
                + $"or 3), (N, H, W), or as many numbers as a square gray or colour picture has";
            return null;
        }

        if (width is not null && (found.Shape.Width != size.Width || found.Shape.Height != size.Height))
        {
            problem = string.Create(
                CultureInfo.InvariantCulture,
                $"takes pictures of {found.Shape.Width}x{found.Shape.Height} and no others, so that "
                    + $"{size.Width}x{size.Height} cannot be its size; leave that out"
            );
            return null;
        }

        if (Math.Max(found.Shape.Width, found.Shape.Height) > MostSide)
        {
            problem = $"takes pictures of {found.Shape.Width}x{found.Shape.Height}, and {MostSide} are the most";
            return null;
        }

        return found;
    }

    private static ClassifierInput? Read(TensorInfo input, (int Width, int Height) open, bool isSizeGiven)
    {
        return input.Dimensions switch
        {
            [_, 1 or 3, var h, var w] d when !IsChannels(w) || h == w => Make(PictureLayout.ChannelsFirst, h, w, d[1]),
            [_, var h, var w, 1 or 3] d => Make(PictureLayout.ChannelsLast, h, w, d[3]),
            [1 or 3, var h, var w] d when !IsChannels(w) && (h != w || d[0] == 3) => Make(
                PictureLayout.ChannelsFirst,
                h,
                w,
                d[0],
                hasBatch: false
            ),
            [var h, var w, 1 or 3] d when h > 1 => Make(PictureLayout.ChannelsLast, h, w, d[2], hasBatch: false),
            [_, var h, var w] => Make(PictureLayout.Gray, h, w, 1),
            [_, var numbers] => Flat(numbers),
            _ => null,
        };

        ClassifierInput? Make(PictureLayout layout, int h, int w, int channels, bool hasBatch = true)
        {
            bool isOpen = h <= 0 || w <= 0;
            (int height, int width) = (h > 0 ? h : open.Height, w > 0 ? w : open.Width);
            return new ClassifierInput
            {
                Tensor = input,
                Layout = layout,
                Shape = TensorShape.Image(height, width, channels),
                HasBatch = hasBatch,
                IsSizeChosen = isOpen,
            };
        }

        // A row of numbers says nothing of its shape: a square, unless the size is given.
        ClassifierInput? Flat(int numbers)
        {
            foreach (int channels in (int[])[1, 3])
            {
                int side = (int)Math.Sqrt(numbers / (double)channels);
                (int height, int width) = isSizeGiven ? (open.Height, open.Width) : (side, side);
                if (numbers > 0 && side > 1 && (long)height * width * channels == numbers)
                {
                    return Make(PictureLayout.Flat, height, width, channels);
                }
            }

            return null;
        }
    }

    private static bool IsChannels(int extent) => extent is 1 or 3;

    // imgsz is Ultralytics': 224, [224, 224] or (height, width).
    private static (int? Width, int? Height) SizeIn(NetworkShape shape)
    {
        if (!shape.Metadata.TryGetValue("imgsz", out string? text))
        {
            return default;
        }

        int[] sizes =
        [
            .. text.Split(['[', ']', '(', ')', ',', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Select(static part =>
                    int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int side) ? side : 0
                ),
        ];
        return sizes switch
        {
            [> 0 and <= MostSide and var side] => (side, side),
            [> 0 and <= MostSide and var high, > 0 and <= MostSide and var wide] => (wide, high),
            _ => default,
        };
    }
}
