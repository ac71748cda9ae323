using Spotter.Onnx.Decoders;

namespace Spotter.Onnx.Families;

/// <summary>
/// YOLO networks without their last steps: the numbers of each scale as its layers give them, which is how they are
/// exported for processors that leave the rest to the program.
/// </summary>
internal static class RawFamilies
{
    private const float Overlap = 0.45f;

    // Of the distances of YOLOv8, and of YOLOv6 where it learns them as distributions.
    private const int Bins8 = 16;
    private const int Bins6 = 17;

    private static readonly int[] Three = [8, 16, 32];
    private static readonly int[] Four = [8, 16, 32, 64];

    // The boxes that cells start from, as the makers' configurations have them: YOLOv5 and YOLOv3, for three scales,
    // four and two, and YOLOv7.
    private static readonly Anchors[] Version5Anchors =
    [
        new(Three, [10, 13, 16, 30, 33, 23, 30, 61, 62, 45, 59, 119, 116, 90, 156, 198, 373, 326]),
        new(
            Four,
            [
                19,
                27,
                44,
                40,
                38,
                94,
                96,
                68,
                86,
                152,
                180,
                137,
                140,
                301,
                303,
                264,
                238,
                542,
                436,
                615,
                739,
                380,
                925,
                792,
            ]
        ),
        new([16, 32], [10, 14, 23, 27, 37, 58, 81, 82, 135, 169, 344, 319]),
    ];

    private static readonly Anchors[] Version7Anchors =
    [
        new(Three, [12, 16, 19, 36, 40, 28, 36, 75, 76, 55, 72, 146, 142, 110, 192, 243, 459, 401]),
        .. Version5Anchors[1..],
    ];

    public static IReadOnlyList<NetworkFamily> All { get; } =
    [
        new("YOLOv8", Version8, "YOLOv9", "YOLOv10", "YOLO11", "YOLOv11", "YOLO12", "YOLOv12", "YOLOv5u"),
        new("YOLOv5", static answer => Anchored(answer, "YOLOv5", Version5Anchors), "YOLOv3"),
        // Other anchors are all that tells it from YOLOv5, and no file says which it has. YOLOv7-tiny has YOLOv5's.
        new("YOLOv7", static answer => Anchored(answer, "YOLOv7", Version7Anchors)) { IsOnlyNamed = true },
        new("YOLOv6", Version6),
        new("YOLOX", YoloX),
    ];

    // Distributions over distances, and scores of classes: as one map a scale, (1, 64 + classes, H, W), as two, or
    // with a third that holds the sum of the scores, which is there to pass by places quickly; all scales as one
    // table.
    private static IEnumerable<Reading> Version8(NetworkAnswer answer)
    {
        foreach (RowBlock[] blocks in WholeRows(answer).Concat(Distances(answer, Bins8)))
        {
            foreach (Reading reading in Scored(answer, "YOLOv8", blocks, BoxCodings.Distributions))
            {
                yield return reading with
                {
                    Prototypes = blocks[0].Coefficients is null ? null : answer.Prototypes()?.Output,
                };
            }
        }
    }

    // Distances, or distributions over them.
    private static IEnumerable<Reading> Version6(NetworkAnswer answer)
    {
        foreach (RowBlock[] blocks in Distances(answer, Bins6))
        {
            foreach (Reading reading in Scored(answer, "YOLOv6", blocks, BoxCodings.Distributions))
            {
                yield return reading;
            }
        }

        foreach (RowBlock[] blocks in Distances(answer, bins: 1))
        {
            foreach (Reading reading in Scored(answer, "YOLOv6", blocks, BoxCodings.Distances))
            {
                yield return reading with
                {
                    Objection = outputs =>
                        HasBelow(outputs, blocks, static block => block.Boxes, -OutputRange.Tolerance)
                            ? "its distances reach below 0"
                            : reading.Objection!(outputs),
                };
            }
        }
    }

    // Offsets from the corners of the cells, a score of there being an object, scores of classes: as one map a scale or
    // as three, after their sigmoid.
    private static IEnumerable<Reading> YoloX(NetworkAnswer answer)
    {
        RowBlock[]? fused = Scales(answer, Three, static (maps, grid) =>
            maps is [{ Channels: > 5, Priors: 1 } map]
                ?
                [
                    new RowBlock(map.Table.Take(5, map.Channels - 5), map.Table.Take(0, 4))
                    {
                        Objects = map.Table.Take(4, 1),
                    },
                ]
                : null
        );
        RowBlock[]? apart = Scales(answer, Three, static (maps, grid) =>
            Parted(maps, width: 4) is ({ } boxes, { } classes, { } objects)
                ? [new RowBlock(classes.Table, boxes.Table) { Objects = objects.Table }]
                : null
        );
        foreach (RowBlock[] blocks in new[] { fused, apart }.OfType<RowBlock[]>())
        {
            int classes = blocks[0].Scores.Columns;
            if (answer.ClassCount is { } known && known != classes)
            {
                continue;
            }

            RowBlock[] fromCorners = Array.ConvertAll(blocks, static b => b with { Grid = b.Grid! with { Shift = 0 } });
            yield return Of(answer, "YOLOX", fromCorners, BoxCodings.Offsets(), PixelForms.YoloX) with
            {
                UsualMinScore = 0.3,
                Objection = outputs =>
                    !HasBelow(outputs, blocks, static block => block.Boxes, 0)
                        ? "its offsets are never below 0"
                        : Crowded(outputs, blocks, static block => block.Objects!.Value, new ScoreForm()),
            };
        }
    }

    // Three boxes a cell, each beginning with those of the network's configuration: (1, 3, H, W, 5 + classes),
    // (1, 3 * (5 + classes), H, W), or the same with the channels last.
    private static IEnumerable<Reading> Anchored(NetworkAnswer answer, string name, Anchors[] all)
    {
        foreach (Anchors anchors in all)
        {
            int maps = answer.Prototypes()?.Maps ?? 0;
            RowBlock[]? blocks = Scales(answer, anchors.Strides, (found, grid) =>
                found is [var map] ? Priors(map, grid, anchors.Of(grid.Stride), maps) : null
            );
            if (blocks is null || (answer.ClassCount is { } known && known != blocks[0].Scores.Columns))
            {
                continue;
            }

            blocks = Array.ConvertAll(blocks, static block => block with { Grid = block.Grid! with { Shift = 0 } });
            foreach (ScoreNumbers numbers in (ScoreNumbers[])[ScoreNumbers.Logits, ScoreNumbers.Shares])
            {
                bool areLogits = numbers == ScoreNumbers.Logits;
                var form = new ScoreForm(numbers);
                BoxCoding boxes = areLogits ? BoxCodings.YoloLogits : BoxCodings.YoloShares;
                yield return Of(answer, name, blocks, boxes, PixelForms.Ultralytics) with
                {
                    Scores = form,
                    Prototypes = maps > 0 ? answer.Prototypes()!.Value.Output : null,
                    Objection = outputs =>
                        !areLogits && !AreShares(outputs, blocks)
                            ? "its boxes are no shares of 0 to 1"
                            : Crowded(outputs, blocks, static block => block.Objects!.Value, form),
                };
            }
        }
    }

    private static RowBlock[]? Priors(LevelMap map, PlaceGrid grid, (float, float)[] priors, int maps)
    {
        if (map.Channels * map.Priors % priors.Length != 0)
        {
            return null;
        }

        int columns = map.Channels * map.Priors / priors.Length;
        int classes = columns - 5 - maps;
        if (classes < 1 || columns > RowReader.LongestRow || (map.Priors > 1 && map.Priors != priors.Length))
        {
            return null;
        }

        return
        [
            .. priors.Select(
                (prior, i) =>
                {
                    Table own =
                        map.Priors > 1
                            ? map.Table with
                            {
                                Start = map.Table.Start + (i * map.NextPrior),
                            }
                            : map.Table.Take(i * columns, columns);
                    return new RowBlock(own.Take(5, classes), own.Take(0, 4))
                    {
                        Objects = own.Take(4, 1),
                        Coefficients = maps > 0 ? own.Take(5 + classes, maps) : null,
                        Grid = grid with { Priors = [prior] },
                    };
                }
            ),
        ];
    }

    // (1, 64 + classes, places), as Ultralytics' layers give it where all scales are put together.
    private static IEnumerable<RowBlock[]> WholeRows(NetworkAnswer answer)
    {
        foreach ((int output, int rows, int columns) in answer.OnlyTables())
        {
            const int Sides = 4 * Bins8;
            if (
                rows is > Sides and <= RowReader.LongestRow
                && PlaceGrids.Fitting(answer.Width, answer.Height, columns) is { } grids
            )
            {
                Table all = Table.ByColumn(output, rows, columns);
                var whole = new RowBlock(all.Take(Sides, rows - Sides), all.Take(0, Sides)) { Rows = columns };
                yield return RowBlocks.Split(whole, grids);
            }
        }
    }

    // Of each scale the distances, the scores and, of masks, the shares of their maps.
    private static IEnumerable<RowBlock[]> Distances(NetworkAnswer answer, int bins)
    {
        int width = 4 * bins;
        int maps = answer.Prototypes()?.Maps ?? 0;
        foreach (int[] strides in (int[][])[Three, Four])
        {
            RowBlock[]? blocks = Scales(answer, strides, (found, _) =>
            {
                if (bins > 1 && found is [{ Priors: 1 } map] && map.Channels > width)
                {
                    return [new RowBlock(map.Table.Take(width, map.Channels - width), map.Table.Take(0, width))];
                }

                LevelMap? shares = maps > 0 ? found.LastOrDefault(one => one.Channels == maps) : null;
                LevelMap[] others = [.. found.Where(one => one != shares)];
                return (maps == 0 || shares is not null) && Parted(others, width) is ({ } boxes, { } classes, _)
                    ? [new RowBlock(classes.Table, boxes.Table) { Coefficients = shares?.Table }]
                    : null;
            });
            if (blocks is not null)
            {
                yield return blocks;
            }
        }
    }

    // Boxes come first where both are as wide; a third is one number a place.
    private static (LevelMap? Boxes, LevelMap? Classes, LevelMap? Single) Parted(LevelMap[] maps, int width)
    {
        if (maps.Length is not (2 or 3) || Array.Exists(maps, static map => map.Priors > 1))
        {
            return default;
        }

        LevelMap? boxes = maps.FirstOrDefault(map => map.Channels == width);
        LevelMap? single = maps.Length == 3 ? maps.LastOrDefault(map => map.Channels == 1 && map != boxes) : null;
        LevelMap? classes = maps.FirstOrDefault(map => map != boxes && map != single);
        return maps.Length == 3 && single is null ? default : (boxes, classes, single);
    }

    // Logits as well as shares.
    private static IEnumerable<Reading> Scored(NetworkAnswer answer, string name, RowBlock[] blocks, BoxCoding boxes)
    {
        if (answer.ClassCount is { } known && known != blocks[0].Scores.Columns)
        {
            yield break;
        }

        foreach (ScoreNumbers numbers in (ScoreNumbers[])[ScoreNumbers.Logits, ScoreNumbers.Shares])
        {
            var form = new ScoreForm(numbers);
            yield return Of(answer, name, blocks, boxes, PixelForms.Ultralytics) with
            {
                Scores = form,
                Objection = outputs => Crowded(outputs, blocks, static block => block.Scores, form),
            };
        }
    }

    /// <summary>The blocks of all scales; null where a scale lacks its maps, or an output belongs to none.</summary>
    private static RowBlock[]? Scales(
        NetworkAnswer answer,
        int[] strides,
        Func<LevelMap[], PlaceGrid, RowBlock[]?> read
    )
    {
        var blocks = new List<RowBlock>();
        int used = 0;
        foreach (int stride in strides)
        {
            PlaceGrid grid = PlaceGrid.Over(answer.Width, answer.Height, stride);
            LevelMap[] maps = [.. Maps(answer, grid)];
            if (maps.Length == 0 || read(maps, grid) is not { } own)
            {
                return null;
            }

            used += maps.Length;
            blocks.AddRange(own.Select(block => block with { Rows = grid.Cells, Grid = block.Grid ?? grid }));
        }

        int others = answer.Prototypes() is null ? 0 : 1;
        return
            used + others == answer.Outputs.Count
            && blocks.TrueForAll(block => block.Scores.Columns == blocks[0].Scores.Columns)
            && blocks[0].Scores.Columns <= RowReader.LongestRow
            ? [.. blocks]
            : null;
    }

    private static IEnumerable<LevelMap> Maps(NetworkAnswer answer, PlaceGrid grid)
    {
        int? prototypes = answer.Prototypes()?.Output;
        for (int i = 0; i < answer.Outputs.Count; i++)
        {
            if (i == prototypes)
            {
                continue;
            }

            (int across, int down, int cells) = (grid.Across, grid.Down, grid.Cells);
            LevelMap? map = answer.Outputs[i].Dimensions switch
            {
                [1, var channels, var h, var w] when h == down && w == across => new LevelMap(
                    channels,
                    Table.ByColumn(i, channels, cells)
                ),
                [1, var h, var w, var channels] when h == down && w == across => new LevelMap(
                    channels,
                    Table.ByRow(i, channels)
                ),
                [1, var priors, var h, var w, var channels] when h == down && w == across => new LevelMap(
                    channels,
                    Table.ByRow(i, channels),
                    priors,
                    cells * channels
                ),
                [1, var h, var w, var priors, var channels] when h == down && w == across => new LevelMap(
                    channels,
                    Table.ByRow(i, channels) with
                    {
                        NextRow = priors * channels,
                    },
                    priors,
                    channels
                ),
                _ => null,
            };
            if (map is not null)
            {
                yield return map;
            }
        }
    }

    // In a picture without anything hardly a place is sure of something: numbers of another meaning are.
    private static string? Crowded(
        IReadOnlyList<NetworkOutput> outputs,
        RowBlock[] blocks,
        Func<RowBlock, Table> scores,
        ScoreForm form
    )
    {
        const float Likely = 0.3f;
        const double Many = 0.2;
        int likely = 0;
        foreach (RowBlock block in blocks)
        {
            Table table = scores(block);
            ReadOnlySpan<float> data = outputs[table.Output].Data;
            for (int row = 0; row < block.Rows; row++)
            {
                bool isLikely = false;
                for (int column = 0; column < table.Columns && !isLikely; column++)
                {
                    isLikely = form.Share(data[table.At(row, column)]) > Likely;
                }

                likely += isLikely ? 1 : 0;
            }
        }

        return likely > Many * blocks.Sum(static block => block.Rows)
            ? $"{likely} of its places ({outputs[scores(blocks[0]).Output].Name}) see something in a picture without "
                + $"anything"
            : null;
    }

    private static bool AreShares(IReadOnlyList<NetworkOutput> outputs, RowBlock[] blocks) =>
        Array.TrueForAll(blocks, block =>
            OutputRange.NoShares("", outputs[block.Boxes.Output].Data, block.Boxes, block.Rows) is null
        );

    private static bool HasBelow(
        IReadOnlyList<NetworkOutput> outputs,
        RowBlock[] blocks,
        Func<RowBlock, Table> numbers,
        float limit
    )
    {
        foreach (RowBlock block in blocks)
        {
            Table table = numbers(block);
            ReadOnlySpan<float> data = outputs[table.Output].Data;
            for (int row = 0; row < block.Rows; row++)
            {
                for (int column = 0; column < table.Columns; column++)
                {
                    if (data[table.At(row, column)] < limit)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static Reading Of(
        NetworkAnswer answer,
        string name,
        RowBlock[] blocks,
        BoxCoding boxes,
        PixelForm pixels
    ) =>
        new(name, answer.Input(pixels), blocks, boxes, new ScoreForm(), answer.Labels(blocks[0].Scores.Columns))
        {
            MaxOverlap = Overlap,
        };

    /// <summary>What a layer gives for the cells of a scale.</summary>
    /// <param name="Channels">Numbers a place.</param>
    /// <param name="Table">A row a cell, of the first prior.</param>
    /// <param name="Priors">Boxes a cell, where the shape tells; else 1.</param>
    /// <param name="NextPrior">From a number of a prior to that of the next.</param>
    private sealed record LevelMap(int Channels, Table Table, int Priors = 1, int NextPrior = 0);

    /// <summary>The boxes that cells start from, width and height of three for each stride.</summary>
    private sealed record Anchors(int[] Strides, float[] Sides)
    {
        public (float, float)[] Of(int stride)
        {
            float[] own = Sides.AsSpan(6 * Array.IndexOf(Strides, stride), 6).ToArray();
            return [(own[0], own[1]), (own[2], own[3]), (own[4], own[5])];
        }
    }
}
