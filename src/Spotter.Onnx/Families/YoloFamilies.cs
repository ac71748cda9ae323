using Spotter.Onnx.Decoders;

namespace Spotter.Onnx.Families;

/// <summary>The YOLO networks that answer a row a place, before suppression.</summary>
internal static class YoloFamilies
{
    private const float Overlap = 0.45f;

    public static IReadOnlyList<NetworkFamily> All { get; } =
    [
        new("YOLOv8", Version8, "YOLOv9", "YOLO11", "YOLOv11", "YOLO12", "YOLOv12", "YOLOv5u"),
        new("YOLOv5", Version5, "YOLOv7", "YOLOv3"),
        new("YOLOv6", Version6),
        new("YOLOX", YoloX),
    ];

    // Ultralytics: middle, size and a score a class, of which none is nothing: (1, 4 + classes, places), by some
    // exporters turned round. Segmentation adds shares of maps, poses add points.
    private static IEnumerable<Reading> Version8(NetworkAnswer answer)
    {
        foreach ((int output, int rows, int columns) in answer.OnlyTables())
        {
            foreach (bool isByColumn in (bool[])[true, false])
            {
                (int places, int width) = isByColumn ? (columns, rows) : (rows, columns);
                if (width is < 5 or > RowReader.LongestRow)
                {
                    continue;
                }

                if (PlaceGrids.Fitting(answer.Width, answer.Height, places) is { } grids)
                {
                    Table all = isByColumn ? Table.ByColumn(output, width, places) : Table.ByRow(output, width);
                    foreach (Reading reading in Rows(answer, "YOLOv8", all, 4, places, grids))
                    {
                        yield return isByColumn || reading.Labels.Count == 80 || answer.ClassCount is not null
                            ? reading
                            : reading with
                            {
                                Objection = outputs =>
                                    LooksLikeObjects(outputs, all, places) || AreOnes(outputs, all.Take(4, 1), places)
                                        ? "the fifth number of its places is a score of there being an object"
                                        : reading.Objection?.Invoke(outputs),
                            };
                    }
                }
            }
        }
    }

    // Ultralytics' YOLOv5 and C.-Y. Wang et al.: YOLOv7, CVPR 2023: three boxes a cell, each with a score of there
    // being an object.
    private static IEnumerable<Reading> Version5(NetworkAnswer answer)
    {
        foreach ((int output, int rows, int columns) in answer.OnlyTables())
        {
            if (
                columns is > 5 and <= RowReader.LongestRow
                && PlaceGrids.Fitting(answer.Width, answer.Height, rows, each: 3, isByPrior: true) is { } grids
            )
            {
                foreach (Reading reading in Rows(answer, "YOLOv5", Table.ByRow(output, columns), 5, rows, grids))
                {
                    yield return reading;
                }
            }
        }
    }

    // C. Li et al.: YOLOv6, 2022: as YOLOX, with a score of there being an object that is always 1.
    private static IEnumerable<Reading> Version6(NetworkAnswer answer)
    {
        foreach ((int output, int rows, int columns) in answer.OnlyTables())
        {
            if (
                columns is > 5 and <= RowReader.LongestRow
                && PlaceGrids.Fitting(answer.Width, answer.Height, rows) is { } grids
            )
            {
                Table all = Table.ByRow(output, columns);
                foreach (Reading reading in Rows(answer, "YOLOv6", all, 5, rows, grids))
                {
                    yield return reading with
                    {
                        Objection = outputs =>
                            AreOnes(outputs, all.Take(4, 1), rows)
                                ? reading.Objection?.Invoke(outputs)
                                : "the score of there being an object is not 1 at all of its places",
                    };
                }
            }
        }
    }

    // Z. Ge et al.: YOLOX, 2021: most files answer offsets from the corner of the cell, some boxes.
    private static IEnumerable<Reading> YoloX(NetworkAnswer answer)
    {
        foreach ((int output, int rows, int columns) in answer.OnlyTables())
        {
            if (
                columns is <= 5 or > RowReader.LongestRow
                || PlaceGrids.Fitting(answer.Width, answer.Height, rows) is not { } grids
                || IsOtherCount(answer, columns - 5)
            )
            {
                continue;
            }

            Table all = Table.ByRow(output, columns);
            RowBlock[] blocks = RowBlocks.Split(Block(all, rows, objects: true, columns - 5), grids);
            Reading decoded = Of(answer, "YOLOX", blocks, columns - 5, PixelForms.YoloX) with
            {
                Boxes = BoxCodings.CentreSize(),
                UsualMinScore = 0.3,
                Objection = outputs =>
                    AreOnes(outputs, all.Take(4, 1), rows)
                        ? "the score of there being an object is 1 at all of its places"
                    : columns - 5 == 80 || answer.ClassCount is not null || LooksLikeObjects(outputs, all, rows) ? null
                    : "the fifth number of its places is not told to be a score of there being an object",
            };
            yield return decoded with
            {
                Boxes = BoxCodings.Offsets(),
                Blocks = Array.ConvertAll(blocks, static b => b with { Grid = b.Grid! with { Shift = 0 } }),
            };
            yield return decoded;
        }
    }

    // The boxes as parts of the input and in its pixels, with what else the rows may hold.
    private static IEnumerable<Reading> Rows(
        NetworkAnswer answer,
        string name,
        Table all,
        int first,
        int rows,
        PlaceGrid[] grids
    )
    {
        int rest = all.Columns - first;
        foreach ((int classes, int maps, (int Count, int Numbers) points) in Contents(answer, rest))
        {
            if (classes < 1 || IsOtherCount(answer, classes))
            {
                continue;
            }

            RowBlock whole = Block(all, rows, first == 5, classes) with
            {
                Coefficients = maps > 0 ? all.Take(first + classes, maps) : null,
                Points = points.Count > 0 ? all.Take(first + classes, points.Count * points.Numbers) : null,
            };
            Reading reading = Of(answer, name, RowBlocks.Split(whole, grids), classes, PixelForms.Ultralytics) with
            {
                Prototypes = maps > 0 ? answer.Prototypes()!.Value.Output : null,
            };
            foreach ((float x, float y) in ((float, float)[])[(answer.Width, answer.Height), (1, 1)])
            {
                yield return reading with
                {
                    Boxes = BoxCodings.CentreSize(x, y),
                    Points =
                        points.Count > 0
                            ? PointForm.Places(points.Count, points.Numbers, BoxCodings.Points(x, y))
                            : null,
                    Objection = points.Count > 0 ? outputs => NoPlaces(outputs, whole, points.Numbers, x > 1) : null,
                };
            }
        }
    }

    // Scores of many classes have the shape of points, and are all of 0 to 1.
    private static string? NoPlaces(IReadOnlyList<NetworkOutput> outputs, RowBlock block, int numbers, bool areParts)
    {
        Table points = block.Points!.Value;
        ReadOnlySpan<float> data = outputs[points.Output].Data;
        float farthest = 0;
        for (int row = 0; row < block.Rows; row++)
        {
            for (int column = 0; column < points.Columns; column += numbers)
            {
                farthest = Math.Max(farthest, Math.Abs(data[points.At(row, column)]));
            }
        }

        return farthest > 1.5f == areParts ? $"its points ({outputs[points.Output].Name}) are in other units" : null;
    }

    // What the numbers behind the box can be: classes alone; with shares of maps; with points, of one class where the
    // file does not say how many.
    private static IEnumerable<(int Classes, int Maps, (int Count, int Numbers) Points)> Contents(
        NetworkAnswer answer,
        int rest
    )
    {
        if (answer.Prototypes() is { } prototypes)
        {
            yield return (rest - prototypes.Maps, prototypes.Maps, default);
            yield break;
        }

        if (answer.Metadata.Keypoints is { } keypoints)
        {
            yield return (rest - (keypoints.Count * keypoints.Numbers), 0, keypoints);
            yield break;
        }

        yield return (rest, 0, default);
        int classes = answer.ClassCount ?? 1;
        if (rest > classes && (rest - classes) % 3 == 0)
        {
            yield return (classes, 0, ((rest - classes) / 3, 3));
        }
    }

    private static RowBlock Block(Table all, int rows, bool objects, int classes) =>
        new(all.Take(objects ? 5 : 4, classes), all.Take(0, 4))
        {
            Rows = rows,
            Objects = objects ? all.Take(4, 1) : null,
        };

    private static Reading Of(NetworkAnswer answer, string name, RowBlock[] blocks, int classes, PixelForm pixels) =>
        new(name, answer.Input(pixels), blocks, BoxCodings.CentreSize(), new ScoreForm(), answer.Labels(classes))
        {
            MaxOverlap = Overlap,
        };

    // Names that the user gave are asked for their number when the labels are made.
    private static bool IsOtherCount(NetworkAnswer answer, int classes) =>
        answer.ClassCount is { } known && known != classes;

    private static bool AreOnes(IReadOnlyList<NetworkOutput> outputs, Table table, int rows)
    {
        ReadOnlySpan<float> data = outputs[table.Output].Data;
        for (int row = 0; row < rows; row++)
        {
            if (Math.Abs(data[table.At(row)] - 1) > OutputRange.Tolerance)
            {
                return false;
            }
        }

        return true;
    }

    // In an empty picture no place is an object, yet each answers the class that it would be; a network without such a
    // score answers no class.
    private static bool LooksLikeObjects(IReadOnlyList<NetworkOutput> outputs, Table all, int rows)
    {
        const float Much = 0.2f;
        ReadOnlySpan<float> data = outputs[all.Output].Data;
        double objects = 0;
        double classes = 0;
        for (int row = 0; row < rows; row++)
        {
            objects += data[all.At(row, 4)];
            float best = 0;
            for (int column = 5; column < all.Columns; column++)
            {
                best = Math.Max(best, data[all.At(row, column)]);
            }

            classes += best;
        }

        return classes > Much * rows && objects < Much * rows;
    }
}
