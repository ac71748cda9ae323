using Spotter.Onnx.Decoders;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Families;

/// <summary>Networks that suppress overlapping boxes themselves, or need not: what they answer are finds.</summary>
internal static class SuppressedFamilies
{
    // Exporters put suppression into any of them.
    private static readonly string[] Inside =
    [
        "YOLOv3",
        "YOLOv5",
        "YOLOv6",
        "YOLOv7",
        "YOLOv8",
        "YOLOv9",
        "YOLO11",
        "YOLO12",
    ];

    public static IReadOnlyList<NetworkFamily> All { get; } =
    [
        new("YOLOv10", EndToEnd, ["YOLO26", .. Inside]),
        new("PicoDet", static answer => Paddle(answer, "PicoDet", PixelForms.ImageNet), "PP-PicoDet"),
        new("PP-YOLOE+", static answer => Paddle(answer, "PP-YOLOE+", PixelForms.Stretched)),
        new("PP-YOLOE", static answer => Paddle(answer, "PP-YOLOE", PixelForms.ImageNet)) { IsOnlyNamed = true },
        new("YOLO with suppression inside", Separate, ["EfficientNMS", .. Inside]),
        new("SSD", Ssd, "torchvision"),
        new("RT-DETR", RtDetr, "D-FINE", "DEIM"),
        new("RT-DETR", static answer => Paddle(answer, "RT-DETR", PixelForms.Stretched)),
        new("YOLO with suppression inside", SelectedIndices, Inside),
    ];

    // (1, N, 6): corners in pixels, score, class, as YOLOv10 and Ultralytics' exports with suppression; (N, 7) of
    // YOLOv7: number in the batch, corners, class, score; of YOLO-NAS score, class. Masks and points follow.
    private static IEnumerable<Reading> EndToEnd(NetworkAnswer answer)
    {
        foreach ((int output, int _, int columns) in answer.Tables())
        {
            (int Output, int Maps)? prototypes = answer.Prototypes();
            int others = answer.Outputs.Count - (prototypes is null ? 0 : 1);
            if (columns is < 6 or > RowReader.LongestRow || others != 1 || LooksLikePaddle(answer))
            {
                continue;
            }

            Table all = Table.ByRow(output, columns);
            bool isSeven = columns == 7;
            int first = isSeven ? 1 : 0;
            int rest = columns - 6;
            (int Count, int Numbers)? points = answer.Metadata.Keypoints
                ?? (!isSeven && prototypes is null && rest == 51 ? (17, 3) : null);
            bool fits =
                isSeven
                || rest == 0
                || (prototypes is { } maps && maps.Maps == rest)
                || (points is { } form && form.Count * form.Numbers == rest);
            if (!fits)
            {
                continue;
            }

            string name = isSeven ? "YOLO with suppression inside" : "YOLOv10";
            bool isScoreFirst = !isSeven || answer.IsNamed(output, "flat_predictions");
            var block = new RowBlock(all.Take(isScoreFirst ? first + 4 : 6, 1), all.Take(first, 4))
            {
                Classes = all.Take(isScoreFirst ? first + 5 : 5, 1),
                Coefficients = prototypes is not null ? all.Take(6, rest) : null,
                Points = rest > 0 && !isSeven && prototypes is null ? all.Take(6, rest) : null,
            };
            yield return Of(answer, name, PixelForms.Ultralytics, block, CocoClasses.Of80) with
            {
                Prototypes = prototypes?.Output,
                Points =
                    block.Points is not null && points is { } told
                        ? PointForm.Places(told.Count, told.Numbers, BoxCodings.Points())
                        : null,
                Objection = outputs => NoPixels(outputs, block),
            };
        }
    }

    // Paddle's own: (N, 6) of class, score and corners, with how many of them belong to each picture. Its makers'
    // networks differ by the pixels that they take: RT-DETR is told the size of the picture, and PP-YOLOE consists of
    // swish, which PicoDet has hardly any of.
    private static IEnumerable<Reading> Paddle(NetworkAnswer answer, string name, PixelForm pixels)
    {
        const int ManySigmoids = 30;
        string told =
            answer.TakesAny("im_shape") ? "RT-DETR"
            : answer.Operators.GetValueOrDefault("Sigmoid") >= ManySigmoids ? "PP-YOLOE+"
            : "PicoDet";
        if (!LooksLikePaddle(answer) || (answer.AskedFamily is null && name != told))
        {
            yield break;
        }

        foreach ((int output, int _, int columns) in answer.Tables())
        {
            if (columns == 6)
            {
                Table all = Table.ByRow(output, columns);
                var block = new RowBlock(all.Take(1, 1), all.Take(2, 4)) { Classes = all.Take(0, 1) };
                yield return Of(answer, name, pixels, block, CocoClasses.Of80) with
                {
                    UsualMinScore = 0.4,
                };
            }
        }
    }

    // NVIDIA's EfficientNMS and what is made after it: how many, boxes in pixels, scores, classes.
    private static IEnumerable<Reading> Separate(NetworkAnswer answer)
    {
        foreach (RowBlock block in Separated(answer))
        {
            if (block.Counted is not null && !answer.IsChannelsLast)
            {
                yield return Of(
                    answer,
                    "YOLO with suppression inside",
                    PixelForms.Ultralytics,
                    block,
                    CocoClasses.Of80
                ) with
                {
                    Objection = outputs => NoPixels(outputs, block),
                };
            }
        }
    }

    // W. Liu et al.: SSD, as TensorFlow, MLPerf and torchvision answer it.
    private static IEnumerable<Reading> Ssd(NetworkAnswer answer)
    {
        foreach (RowBlock block in Separated(answer))
        {
            string boxes = answer.Outputs[block.Boxes.Output].Name;
            if (boxes.Contains("detection_boxes", StringComparison.OrdinalIgnoreCase))
            {
                // TensorFlow's: top, left, bottom, right as parts of the picture, classes from 1.
                Reading reading = Of(answer, "SSD", PixelForms.TensorFlow, block, CocoClasses.Of91) with
                {
                    Boxes = BoxCodings.CornersRowFirst(answer.Width, answer.Height),
                    UsualMinScore = 0.5,
                    UsualSize = 300,
                    Objection = outputs => NoParts(outputs, block),
                };
                yield return answer.GivenNames is not null ? reading with { FirstClass = 1 } : reading;
            }
            else if (
                block.Counted is null
                && !answer.TakesAny("orig_target_sizes")
                && !answer.IsNamed(block.Boxes.Output, "det_")
            )
            {
                Reading inPixels = Of(answer, "SSD", PixelForms.Stretched, block, CocoClasses.Of91) with
                {
                    UsualMinScore = 0.5,
                    UsualSize = 300,
                    Objection = outputs => NoPixels(outputs, block),
                };
                yield return inPixels;
                yield return inPixels with
                {
                    Input = answer.Input(PixelForms.ImageNet),
                    Boxes = BoxCodings.Corners(answer.Width, answer.Height),
                    Objection = outputs => NoParts(outputs, block),
                };
            }
        }
    }

    // Y. Zhao et al.: DETRs beat YOLOs on real-time object detection, CVPR 2024: labels, boxes in pixels of the picture
    // whose size is asked for, scores.
    private static IEnumerable<Reading> RtDetr(NetworkAnswer answer)
    {
        foreach (RowBlock block in Separated(answer))
        {
            if (block.Counted is null && answer.TakesAny("orig_target_sizes"))
            {
                yield return Of(answer, "RT-DETR", PixelForms.Stretched, block, CocoClasses.Of80) with
                {
                    UsualMinScore = 0.5,
                };
            }
        }
    }

    // All boxes, all scores, and what the operator NonMaxSuppression has chosen among them: (N, 3) of number in the
    // batch, class and row.
    private static IEnumerable<Reading> SelectedIndices(NetworkAnswer answer)
    {
        if (answer.Outputs.Count != 3)
        {
            yield break;
        }

        int selected = Enumerable
            .Range(0, 3)
            .FirstOrDefault(
                i => answer.Outputs[i].Type is ElementType.Int64 or ElementType.Int32 && answer.TableOf(i).Columns == 3,
                -1
            );
        (int boxes, int rows, int four) = answer
            .Tables()
            .FirstOrDefault(table => table.Columns == 4 && table.Output != selected, OutputTable.None);
        (int scores, int classes, int others) = answer
            .Tables()
            .FirstOrDefault(
                table => table.Output != selected && table.Output != boxes && table.Columns == rows,
                OutputTable.None
            );
        if (selected < 0 || boxes < 0 || scores < 0 || classes > RowReader.LongestRow)
        {
            yield break;
        }

        var whole = new RowBlock(Table.ByColumn(scores, classes, others), Table.ByRow(boxes, four))
        {
            Rows = rows,
            Selected = Table.ByRow(selected, 3),
        };
        bool isDarknet = answer.TakesAny("image_shape");
        PlaceGrid[]? grids = PlaceGrids.Fitting(answer.Width, answer.Height, rows)
            ?? PlaceGrids.Fitting(answer.Width, answer.Height, rows, each: 3, isByPrior: true);
        BoxCoding[] codings = isDarknet
            ? [BoxCodings.CornersRowFirst()]
            : [BoxCodings.CentreSize(), BoxCodings.Corners(), BoxCodings.CornersRowFirst()];
        if (grids is null && !isDarknet)
        {
            yield break;
        }

        Reading reading = Of(
            answer,
            "YOLO with suppression inside",
            isDarknet ? PixelForms.Ultralytics with { Padding = 128 } : PixelForms.Ultralytics,
            whole with
            {
                Grid = null,
            },
            answer.Labels(classes)
        ) with
        {
            Scores = new ScoreForm { IsMultiLabel = true },
        };
        foreach (BoxCoding coding in codings)
        {
            yield return reading with
            {
                Boxes = coding,
                Objection = outputs =>
                    isDarknet ? null : AwayFromCells(reading with { Boxes = coding }, grids!, outputs),
            };
        }
    }

    // The rows of all scales are chosen from as one, so that the places are asked here.
    private static string? AwayFromCells(Reading reading, PlaceGrid[] grids, IReadOnlyList<NetworkOutput> outputs) =>
        ReadingCheck.Objection(
            reading with
            {
                Objection = null,
                Blocks = RowBlocks.Split(reading.Blocks[0] with { Selected = null }, grids),
            },
            outputs
        );

    // Boxes (N, 4) with lists of scores and classes as long, and maybe how many count.
    private static IEnumerable<RowBlock> Separated(NetworkAnswer answer)
    {
        int[] lists = [.. Enumerable.Range(0, answer.Outputs.Count).Where(i => answer.ListOf(i) >= 0)];
        (int boxes, int rows, int _) = answer
            .Tables()
            .FirstOrDefault(static table => table.Columns == 4, OutputTable.None);
        if (boxes < 0 || (lists.Length != 2 && lists.Length != 3) || answer.Outputs.Count > 8)
        {
            yield break;
        }

        int? counted =
            lists.Length == 3
                ? lists.FirstOrDefault(
                    i => answer.IsNamed(i, "num", "count", "valid"),
                    lists.FirstOrDefault(i => answer.ListOf(i) == 1, -1)
                )
                : null;
        int[] pair = [.. lists.Where(i => i != counted && i != boxes)];
        if (counted == -1 || pair.Length != 2 || Array.Exists(pair, i => answer.ListOf(i) != rows))
        {
            yield break;
        }

        bool isFirst = IsClasses(answer, pair[0]) && !IsClasses(answer, pair[1]);
        bool isSecond = IsClasses(answer, pair[1]) && !IsClasses(answer, pair[0]);
        foreach ((int classes, int scores) in ((int, int)[])[(pair[0], pair[1]), (pair[1], pair[0])])
        {
            if (isFirst || isSecond ? (classes == pair[0]) == isFirst : true)
            {
                yield return new RowBlock(Table.ByRow(scores, 1), Table.ByRow(boxes, 4))
                {
                    Classes = Table.ByRow(classes, 1),
                    Counted = counted is { } one ? Table.ByRow(one, 1) : null,
                };
            }
        }
    }

    private static bool IsClasses(NetworkAnswer answer, int output) =>
        answer.Outputs[output].Type is ElementType.Int64 or ElementType.Int32
        || answer.IsNamed(output, "class", "label", "cls");

    private static bool LooksLikePaddle(NetworkAnswer answer) =>
        answer.TakesAny("scale_factor", "im_shape")
        || Enumerable
            .Range(0, answer.Outputs.Count)
            .Any(i => answer.IsNamed(i, "multiclass_nms", "save_infer_model", "fetch_name"));

    // Whatever reaches no further than 1.5 in both directions is told in parts of the picture.
    private static string? NoPixels(IReadOnlyList<NetworkOutput> outputs, RowBlock block) =>
        Farthest(outputs, block) is > 0 and <= 1.5f
            ? $"its boxes ({outputs[block.Boxes.Output].Name}) are parts of the picture instead of pixels"
            : null;

    private static string? NoParts(IReadOnlyList<NetworkOutput> outputs, RowBlock block) =>
        Farthest(outputs, block) is > 2f or 0
            ? $"its boxes ({outputs[block.Boxes.Output].Name}) are pixels instead of parts of the picture"
            : null;

    private static float Farthest(IReadOnlyList<NetworkOutput> outputs, RowBlock block)
    {
        ReadOnlySpan<float> data = outputs[block.Boxes.Output].Data;
        float farthest = 0;
        for (int row = 0; row < block.RowsIn(outputs); row++)
        {
            for (int column = 0; column < 4; column++)
            {
                farthest = Math.Max(farthest, Math.Abs(data[block.Boxes.At(row, column)]));
            }
        }

        return farthest;
    }

    private static Reading Of(
        NetworkAnswer answer,
        string name,
        PixelForm pixels,
        RowBlock block,
        IReadOnlyList<string> usualLabels
    ) =>
        new(
            name,
            answer.Input(pixels),
            [block],
            BoxCodings.Corners(),
            new ScoreForm(),
            answer.UncountedLabels(usualLabels)
        );
}
