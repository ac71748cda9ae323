using Spotter.Onnx.Decoders;

namespace Spotter.Onnx.Families;

/// <summary>Small detectors of many classes that answer distributions or one grid a scale.</summary>
internal static class MobileFamilies
{
    // Four sides of eight.
    private const int UsualBins = 32;

    private static readonly int[] FourStrides = [8, 16, 32, 64];
    private static readonly int[] ThreeStrides = [8, 16, 32];

    public static IReadOnlyList<NetworkFamily> All { get; } =
    [
        new("FastestDet", FastestDet),
        new("YOLO-Fastest", YoloFastest, "YOLO-FastestV2"),
        new("NanoDet-Plus", NanoDetPlus),
        new("NanoDet", NanoDet),
        new("PicoDet", PicoDet, "PP-PicoDet"),
    ];

    // dog-qiuqiu: FastestDet, one grid (1, 5 + classes, H / 16, W / 16): an object, a box, a class each cell.
    private static IEnumerable<Reading> FastestDet(NetworkAnswer answer)
    {
        const int Stride = 16;
        PlaceGrid grid = PlaceGrid.Over(answer.Width, answer.Height, Stride);
        if (
            answer.Outputs
                is [{ Dimensions: [1, > 5 and <= RowReader.LongestRow and var channels, var down, var across] }]
            && down == grid.Down
            && across == grid.Across
        )
        {
            Table all = Table.ByColumn(0, channels, grid.Cells);
            yield return Of(
                answer,
                "FastestDet",
                PixelForms.FastestDet,
                [
                    new RowBlock(all.Take(5, channels - 5), all.Take(1, 4))
                    {
                        Rows = grid.Cells,
                        Grid = grid with { Shift = 0 },
                        Objects = all.Take(0, 1),
                        Distribution = channels > 6 ? all.Take(5, channels - 5) : null,
                    },
                ],
                BoxCodings.FastestDet(answer.Width, answer.Height),
                channels - 5
            ) with
            {
                // The network's own mixture of both scores.
                Scores = new ScoreForm { ObjectPower = 0.6f, ClassPower = 0.4f },
                UsualMinScore = 0.65,
                MaxOverlap = 0.45f,
                UsualSize = 352,
            };
        }
    }

    // dog-qiuqiu: Yolo-FastestV2: two grids, three boxes a cell, whose classes they share: (1, H, W, 12 + 3 + classes)
    // after sigmoid and softmax, some as one table for both grids, or (1, 12, H, W), (1, 3, H, W) and
    // (1, classes, H, W) before.
    private static IEnumerable<Reading> YoloFastest(NetworkAnswer answer)
    {
        (float, float)[][] priors =
        [
            [(12.64f, 19.39f), (37.88f, 51.48f), (55.71f, 138.31f)],
            [(126.91f, 78.23f), (131.57f, 214.55f), (279.92f, 258.87f)],
        ];
        PlaceGrid[] grids =
        [
            PlaceGrid.Over(answer.Width, answer.Height, 16) with
            {
                Priors = priors[0],
                Shift = 0,
            },
            PlaceGrid.Over(answer.Width, answer.Height, 32) with
            {
                Priors = priors[1],
                Shift = 0,
            },
        ];
        var blocks = new List<RowBlock>();
        bool isRaw = answer.Outputs.Count == 6;
        if (answer.Outputs.Count is not (1 or 2 or 6))
        {
            yield break;
        }

        int classes = 0;
        foreach (PlaceGrid grid in grids)
        {
            (Table boxes, Table objects, Table labels)? tables = isRaw
                ? FastestPlanes(answer, grid)
                : FastestCells(answer, grid, grids);
            if (tables is not var (boxes, objects, labels))
            {
                yield break;
            }

            // A prior a block: the classes of a cell are those of its three boxes.
            classes = labels.Columns;
            for (int prior = 0; prior < 3; prior++)
            {
                blocks.Add(
                    new RowBlock(labels, boxes.Take(4 * prior, 4))
                    {
                        Rows = grid.Cells,
                        Grid = grid with { Priors = [grid.Priors[prior]] },
                        Objects = objects.Take(prior, 1),
                        Distribution = isRaw || classes < 2 ? null : labels,
                    }
                );
            }
        }

        yield return Of(
            answer,
            "YOLO-Fastest",
            PixelForms.FastestDet,
            [.. blocks],
            isRaw ? BoxCodings.YoloLogits : BoxCodings.YoloShares,
            classes
        ) with
        {
            Scores = isRaw
                ? new ScoreForm(ScoreNumbers.Logits) { IsSoftmaxOfClasses = classes > 1 }
                : new ScoreForm(ScoreNumbers.Shares),
            UsualMinScore = 0.3,
            MaxOverlap = 0.4f,
            UsualSize = 352,
        };
    }

    private static (Table Boxes, Table Objects, Table Classes)? FastestCells(
        NetworkAnswer answer,
        PlaceGrid grid,
        PlaceGrid[] grids
    )
    {
        if (
            answer.Outputs.Count == 1
            && answer.TableOf(0) is (var rows, > 15 and <= RowReader.LongestRow and var columns)
            && rows == grids.Sum(static one => one.Cells)
        )
        {
            Table all = Table.ByRow(0, columns).Skip(grid == grids[0] ? 0 : grids[0].Cells);
            return (all.Take(0, 12), all.Take(12, 3), all.Take(15, columns - 15));
        }

        for (int i = 0; i < answer.Outputs.Count; i++)
        {
            if (
                answer.Outputs[i].Dimensions
                    is [1, var down, var across, > 15 and <= RowReader.LongestRow and var width]
                && down == grid.Down
                && across == grid.Across
            )
            {
                Table all = Table.ByRow(i, width);
                return (all.Take(0, 12), all.Take(12, 3), all.Take(15, width - 15));
            }
        }

        return null;
    }

    private static (Table Boxes, Table Objects, Table Classes)? FastestPlanes(NetworkAnswer answer, PlaceGrid grid)
    {
        Table?[] found = [null, null, null];
        for (int i = 0; i < answer.Outputs.Count; i++)
        {
            if (
                answer.Outputs[i].Dimensions is [1, > 0 and <= RowReader.LongestRow and var width, var down, var across]
                && down == grid.Down
                && across == grid.Across
            )
            {
                found[
                    width switch
                    {
                        12 => 0,
                        3 => 1,
                        _ => 2,
                    }
                ] = Table.ByColumn(i, width, grid.Cells);
            }
        }

        return found is [{ } boxes, { } objects, { } classes] ? (boxes, objects, classes) : null;
    }

    // RangiLyu: NanoDet-Plus: one table (1, places, classes + 4 * bins) over four grids that are counted from the
    // corners of their cells.
    private static IEnumerable<Reading> NanoDetPlus(NetworkAnswer answer) =>
        Fused(answer, "NanoDet-Plus", FourStrides, static _ => 0, PixelForms.NanoDetPlus);

    // RangiLyu: NanoDet: over three grids; their points are pixels, the first of which is at 0.
    private static IEnumerable<Reading> NanoDet(NetworkAnswer answer) =>
        Fused(answer, "NanoDet", ThreeStrides, MiddlePixel, PixelForms.NanoDet)
            .Concat(
                Scales(answer, MiddlePixel, PixelForms.NanoDet, "NanoDet")
                    .Where(reading =>
                        reading.Blocks.Count == ThreeStrides.Length
                        || (!LooksLikePaddle(answer) && !answer.TakesAny("image"))
                    )
            );

    // G. Yu et al.: PP-PicoDet, 2021: the same tables for four strides, counted from the middles, in other colours.
    private static IEnumerable<Reading> PicoDet(NetworkAnswer answer)
    {
        foreach (Reading reading in Scales(answer, static _ => 0.5f, PixelForms.ImageNet, "PicoDet"))
        {
            if (reading.Blocks.Count == FourStrides.Length && !HasNanoNames(answer))
            {
                yield return reading;
            }
        }

        // With its boxes but without suppression: (1, places, 4) in pixels and (1, classes, places).
        foreach ((int boxes, int rows, int columns) in answer.Tables().Where(static table => table.Columns == 4))
        {
            foreach ((int scores, int classes, int others) in answer.Tables())
            {
                if (
                    others == rows
                    && scores != boxes
                    && classes <= RowReader.LongestRow
                    && Grids(answer, FourStrides, rows, static _ => 0.5f) is { } grids
                )
                {
                    var whole = new RowBlock(Table.ByColumn(scores, classes, rows), Table.ByRow(boxes, columns))
                    {
                        Rows = rows,
                    };
                    yield return Nano(
                        answer,
                        "PicoDet",
                        PixelForms.ImageNet,
                        RowBlocks.Split(whole, grids),
                        classes
                    ) with
                    {
                        Boxes = BoxCodings.Corners(),
                    };
                }
            }
        }
    }

    private static float MiddlePixel(int stride) => (stride - 1) / (2f * stride);

    private static IEnumerable<Reading> Fused(
        NetworkAnswer answer,
        string name,
        int[] strides,
        Func<int, float> shift,
        PixelForm pixels
    )
    {
        foreach ((int output, int rows, int columns) in answer.Tables())
        {
            int classes = columns - UsualBins;
            if (
                answer.Outputs.Count == 1
                && classes > 0
                && columns <= RowReader.LongestRow
                && Grids(answer, strides, rows, shift) is { } grids
            )
            {
                Table all = Table.ByRow(output, columns);
                var whole = new RowBlock(all.Take(0, classes), all.Take(classes, UsualBins)) { Rows = rows };
                yield return Nano(answer, name, pixels, RowBlocks.Split(whole, grids), classes);
            }
        }
    }

    // For each stride (1, cells, classes) and (1, cells, 4 * bins), the scores first.
    private static IEnumerable<Reading> Scales(
        NetworkAnswer answer,
        Func<int, float> shift,
        PixelForm pixels,
        string name
    )
    {
        OutputTable[] tables = [.. answer.Tables()];
        if (tables.Length < 4 || tables.Length != answer.Outputs.Count)
        {
            yield break;
        }

        var blocks = new List<RowBlock>();
        foreach (int stride in FourStrides)
        {
            PlaceGrid grid = PlaceGrid.Over(answer.Width, answer.Height, stride) with { Shift = shift(stride) };
            OutputTable[] own =
            [
                .. tables.Where(table => table.Rows == grid.Cells && table.Columns <= RowReader.LongestRow),
            ];
            if (own.Length == 0 && stride == FourStrides[^1])
            {
                break;
            }

            if (own is not [var first, var second])
            {
                yield break;
            }

            // Both may be a multiple of four wide: then the names tell, or the order.
            bool isTurned =
                first.Columns != second.Columns && (first.Columns == UsualBins || second.Columns == UsualBins)
                    ? first.Columns == UsualBins
                    : IsDistances(answer, first) && !IsDistances(answer, second);
            (var scores, var distances) = isTurned ? (second, first) : (first, second);
            if (distances.Columns % 4 != 0 || distances.Columns < 8 || scores.Columns < 1)
            {
                yield break;
            }

            blocks.Add(
                new RowBlock(
                    Table.ByRow(scores.Output, scores.Columns),
                    Table.ByRow(distances.Output, distances.Columns)
                )
                {
                    Rows = grid.Cells,
                    Grid = grid,
                }
            );
        }

        int classes = blocks[0].Scores.Columns;
        int bins = blocks[0].Boxes.Columns;
        if (
            2 * blocks.Count == tables.Length
            && blocks.TrueForAll(block => block.Scores.Columns == classes && block.Boxes.Columns == bins)
        )
        {
            yield return Nano(answer, name, pixels, [.. blocks], classes);
        }
    }

    private static bool IsDistances(NetworkAnswer answer, OutputTable table) =>
        answer.IsNamed(table.Output, "dis", "reg", "bbox", "box");

    private static PlaceGrid[]? Grids(NetworkAnswer answer, int[] strides, int rows, Func<int, float> shift)
    {
        PlaceGrid[] grids =
        [
            .. strides.Select(stride =>
                PlaceGrid.Over(answer.Width, answer.Height, stride) with
                {
                    Shift = shift(stride),
                }
            ),
        ];
        return grids.Sum(static grid => grid.Cells) == rows ? grids : null;
    }

    private static Reading Nano(NetworkAnswer answer, string name, PixelForm pixels, RowBlock[] blocks, int classes) =>
        Of(answer, name, pixels, blocks, BoxCodings.Distributions, classes) with
        {
            UsualMinScore = 0.35,
            MaxOverlap = 0.6f,
            UsualSize = 416,
        };

    // Those of NanoDet's own exporter.
    private static bool HasNanoNames(NetworkAnswer answer) =>
        answer.Outputs.All(static output => output.Name.Contains("stride", StringComparison.OrdinalIgnoreCase));

    private static bool LooksLikePaddle(NetworkAnswer answer) =>
        Enumerable
            .Range(0, answer.Outputs.Count)
            .Any(i => answer.IsNamed(i, "transpose_", "save_infer_model", "tmp_", "fetch"));

    private static Reading Of(
        NetworkAnswer answer,
        string name,
        PixelForm pixels,
        RowBlock[] blocks,
        BoxCoding boxes,
        int classes
    ) => new(name, answer.Input(pixels), blocks, boxes, new ScoreForm(), answer.Labels(classes));
}
