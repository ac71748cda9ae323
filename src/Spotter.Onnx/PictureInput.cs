using Spotter.Onnx.Families;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx;

/// <summary>
/// Which input of a network takes the picture and how, and what goes into the others, of which detectors have some: the
/// size of the picture, thresholds of a suppression inside.
/// </summary>
internal sealed class PictureInput
{
    // The lowest score, so that the caller's counts; the overlap that suits most.
    private const float Overlap = 0.5f;
    private const float MostBoxes = 300;

    private readonly NetworkShape _shape;
    private readonly TensorInfo _picture;
    private readonly int _batch;

    private PictureInput(NetworkShape shape, TensorInfo picture, bool isChannelsLast)
    {
        _shape = shape;
        _picture = picture;
        IsChannelsLast = isChannelsLast;
        int[] extents = picture.Dimensions;
        (int rows, int columns) = isChannelsLast
            ? (extents.Length - 3, extents.Length - 2)
            : (extents.Length - 2, extents.Length - 1);
        (Height, Width) = (Math.Max(extents[rows], 0), Math.Max(extents[columns], 0));
        _batch = extents is [> 1 and var batch, _, _, _] ? batch : 1;
    }

    /// <summary>Whether it takes any number of pictures, and nothing else.</summary>
    public bool TakesAnyNumber => _shape.Inputs.Count == 1 && _picture.Dimensions is [-1, _, _, _];

    /// <summary>Pixels a row; 0 where that is left open.</summary>
    public int Width { get; }

    /// <summary>Rows; 0 where that is left open.</summary>
    public int Height { get; }

    /// <summary>Whether it takes pictures of any size, at least in one direction.</summary>
    public bool IsOpen => Width == 0 || Height == 0;

    /// <summary>Whether it takes (1, H, W, 3); else (1, 3, H, W).</summary>
    public bool IsChannelsLast { get; }

    /// <summary>The input that takes three colours of every pixel; null where there is none.</summary>
    /// <param name="shape">What the network takes and gives.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="isLast">Whether the channels of a pixel follow each other; null where the extents tell.</param>
    /// <exception cref="OnnxModelException">Another input takes what nothing is known of.</exception>
    public static PictureInput? Find(NetworkShape shape, string path, bool? isLast = null)
    {
        foreach (TensorInfo input in shape.Inputs)
        {
            bool? isChannelsLast = input.Dimensions switch
            {
                [_, 3, not 3, not 3] or [3, not 3, not 3] => false,
                [_, not 3, not 3, 3] => true,
                [_, 3, _, _] => false,
                [_, -1, -1, -1] => false,
                _ => null,
            };
            if (isChannelsLast is { } last)
            {
                var picture = new PictureInput(shape, input, isLast ?? last);
                foreach (TensorInfo other in shape.Inputs.Where(other => other != input))
                {
                    _ = picture.Other(other, 32, 32)
                        ?? throw new OnnxModelException(
                            $"{path}: takes {other} beside the picture, which nothing is known of"
                        );
                }

                return picture;
            }
        }

        return null;
    }

    /// <summary>What to give the network.</summary>
    /// <param name="pixels">Of one picture.</param>
    /// <param name="width">Of that picture.</param>
    /// <param name="height">Of that picture.</param>
    public NetworkValue[] Values(float[] pixels, int width, int height)
    {
        int[] extents = IsChannelsLast ? [_batch, height, width, 3] : [_batch, 3, height, width];
        if (_batch > 1)
        {
            // A network that must have several takes the rest as black.
            Array.Resize(ref pixels, _batch * pixels.Length);
        }

        if (_picture.Dimensions.Length == 3)
        {
            extents = extents[1..];
        }

        return
        [
            .. _shape.Inputs.Select(input =>
                input == _picture ? new NetworkValue(input.Name, pixels, extents) : Other(input, width, height)!.Value
            ),
        ];
    }

    private NetworkValue? Other(TensorInfo input, int width, int height)
    {
        float[]? data = input.Name.ToLowerInvariant() switch
        {
            "orig_target_sizes" or "target_sizes" when input.Type is ElementType.Int64 or ElementType.Int32 =>
            [
                width,
                height,
            ],
            "im_shape" or "image_shape" or "orig_target_sizes" => [height, width],
            "scale_factor" => [1, 1],
            "pixel_mask" => [],
            var name when name.Contains("iou", StringComparison.Ordinal) => [Overlap],
            var name
                when name.Contains("score_thres", StringComparison.Ordinal)
                    || name.Contains("conf", StringComparison.Ordinal) => [(float)OnnxDetector.LowestScore],
            var name when name.StartsWith("max_", StringComparison.Ordinal) => [MostBoxes],
            _ => null,
        };
        if (data is null)
        {
            return null;
        }

        if (data.Length == 0)
        {
            // Where the picture is and no padding: all of it.
            int[] mask = [1, Open(input, 1, height), Open(input, 2, width)];
            data = new float[mask[1] * mask[2]];
            data.AsSpan().Fill(1);
            return new NetworkValue(input.Name, data, mask);
        }

        int[] extents =
        [
            .. input.Dimensions.Select(
                (extent, i) =>
                    extent > 0 ? extent
                    : i == 0 && input.Dimensions.Length > 1 ? _batch
                    : data.Length
            ),
        ];
        long count = extents.Aggregate(1L, static (product, extent) => product * extent);
        return count % data.Length == 0 && count <= 64
            ? new NetworkValue(
                input.Name,
                [.. Enumerable.Range(0, (int)count).Select(i => data[i % data.Length])],
                extents
            )
            : null;
    }

    private static int Open(TensorInfo input, int index, int otherwise) =>
        input.Dimensions.Length > index && input.Dimensions[index] > 0 ? input.Dimensions[index] : otherwise;

    /// <summary>Sizes to try where the network leaves its own open, in pixels of a side.</summary>
    public IEnumerable<(int Width, int Height)> Sizes(NetworkMetadata metadata, (int Width, int Height)? given)
    {
        if (given is { } asked)
        {
            yield return (Width > 0 ? Width : asked.Width, Height > 0 ? Height : asked.Height);
            yield break;
        }

        if (Width > 0 && Height > 0)
        {
            yield return (Width, Height);
            yield break;
        }

        if (metadata.Size is { } said)
        {
            yield return (Width > 0 ? Width : said.Width, Height > 0 ? Height : said.Height);
            yield break;
        }

        foreach (int side in (int[])[640, 416, 320, 512, 300, 352, 800, 256, 128])
        {
            yield return (Width > 0 ? Width : side, Height > 0 ? Height : side);
        }
    }
}
