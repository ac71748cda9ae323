using Spotter.Onnx.Decoders;
using Spotter.Vision;

namespace Spotter.Onnx.Families;

/// <summary>Detectors of faces.</summary>
internal static class FaceFamilies
{
    private const string Face = "face";

    private static readonly KeypointSkeleton BlazePoints = new(
        ["right_eye", "left_eye", "nose", "mouth", "right_ear", "left_ear"],
        []
    );

    public static IReadOnlyList<NetworkFamily> All { get; } =
    [
        new("YuNet", YuNet),
        new("YuNet", FirstYuNet),
        new("SCRFD", Scrfd),
        new("Ultra-Light", UltraLight, "Ultra-Light-Fast", "version-RFB", "version-slim"),
        new("RetinaFace", RetinaFace),
        new("BlazeFace", BlazeFace),
    ];

    // W. Wu, H. Peng, S. Yu: YuNet, a tiny millisecond-level face detector, Machine Intelligence Research 2023; the
    // meaning of the outputs as in OpenCV's FaceDetectorYN. The two scores are told apart by nothing but their names,
    // and are multiplied.
    private static IEnumerable<Reading> YuNet(NetworkAnswer answer)
    {
        if (Levels(answer, PlaceGrids.Of(answer.Width, answer.Height, [8, 16, 32]), scores: 2) is { } blocks)
        {
            yield return Of(answer, "YuNet", PixelForms.YuNet, Corner(blocks), BoxCodings.Offsets()) with
            {
                Scores = new ScoreForm { ObjectPower = 0.5f, ClassPower = 0.5f },
                UsualMinScore = 0.6,
                MaxOverlap = 0.3f,
                Points = Landmarks(blocks, BoxCodings.PointsInCells),
            };
        }
    }

    // The YuNet of 2021 and 2022, as the first FaceDetectorYN of OpenCV took it: box and landmarks (N, 14) as offsets
    // from priors, scores of nothing and of faces (N, 2), and how well the box will fit (N, 1).
    private static IEnumerable<Reading> FirstYuNet(NetworkAnswer answer)
    {
        OutputTable[] tables = [.. answer.Tables()];
        PlaceGrid[] grids = PlaceGrids.OfSquares(
            answer.Width,
            answer.Height,
            (8, [10, 16, 24]),
            (16, [32, 48]),
            (32, [64, 96]),
            (64, [128, 192, 256])
        );
        int rows = grids.Sum(static grid => grid.Count);
        int boxes = Array.FindIndex(tables, table => table.Rows == rows && table.Columns == 14);
        int scores = Array.FindIndex(tables, table => table.Rows == rows && table.Columns == 2);
        int fits = Array.FindIndex(tables, table => table.Rows == rows && table.Columns == 1);
        if (boxes < 0 || scores < 0 || fits < 0)
        {
            yield break;
        }

        var both = Table.ByRow(tables[scores].Output, 2);
        var numbers = Table.ByRow(tables[boxes].Output, 14);
        var whole = new RowBlock(both.Take(1, 1), numbers.Take(0, 4))
        {
            Rows = rows,
            Objects = Table.ByRow(tables[fits].Output, 1),
            Distribution = both,
            Points = numbers.Take(4, 10),
        };
        RowBlock[] blocks = RowBlocks.Split(whole, grids);
        yield return Of(answer, "YuNet", PixelForms.YuNet, blocks, BoxCodings.Offsets(0.1f, 0.2f)) with
        {
            Scores = new ScoreForm
            {
                ObjectPower = 0.5f,
                ClassPower = 0.5f,
                ClampsObjects = true,
            },
            UsualMinScore = 0.6,
            MaxOverlap = 0.3f,
            Points = Landmarks(blocks, BoxCodings.PointOffsets(0.1f)),
        };
    }

    // J. Guo et al.: Sample and computation redistribution for efficient face detection, ICLR 2022.
    private static IEnumerable<Reading> Scrfd(NetworkAnswer answer)
    {
        (int[] Strides, int Each)[] layouts = [([8, 16, 32], 2), ([8, 16, 32, 64, 128], 1), ([8, 16, 32], 1)];
        foreach ((int[] strides, int each) in layouts)
        {
            if (Levels(answer, PlaceGrids.Of(answer.Width, answer.Height, strides, each), scores: 1) is { } blocks)
            {
                yield return Of(answer, "SCRFD", PixelForms.Scrfd, Corner(blocks), BoxCodings.Distances) with
                {
                    UsualMinScore = 0.5,
                    MaxOverlap = 0.4f,
                    Points = Landmarks(blocks, BoxCodings.PointsInCells),
                };
            }
        }
    }

    // Linzaer: Ultra-Light-Fast-Generic-Face-Detector-1MB, vision/ssd/config/fd_config.py and generate_priors. Most
    // files have the priors built in; those without their last steps answer offsets from them.
    private static IEnumerable<Reading> UltraLight(NetworkAnswer answer)
    {
        if (Pair(answer) is not { } pair)
        {
            yield break;
        }

        PlaceGrid[] grids = PlaceGrids.OfSquares(
            answer.Width,
            answer.Height,
            (8, [10, 16, 24]),
            (16, [32, 48]),
            (32, [64, 96]),
            (64, [128, 192, 256])
        );
        bool isKnown = grids.Sum(static grid => grid.Count) == pair.Rows;
        if (
            !isKnown
            && (answer.Outputs[pair.Scores.Output].Name != "scores" || answer.Outputs[pair.Boxes].Name != "boxes")
        )
        {
            yield break;
        }

        Reading reading = Of(
            answer,
            "Ultra-Light",
            PixelForms.UltraLight,
            Pairs(pair, isKnown ? grids : null),
            BoxCodings.Corners(answer.Width, answer.Height)
        ) with
        {
            UsualMinScore = 0.7,
            MaxOverlap = 0.3f,
        };
        yield return reading;
        if (isKnown)
        {
            yield return reading with
            {
                Boxes = BoxCodings.Offsets(0.1f, 0.2f),
            };
        }
    }

    // J. Deng et al.: RetinaFace, CVPR 2020, as biubug6's Pytorch_Retinaface exports it.
    private static IEnumerable<Reading> RetinaFace(NetworkAnswer answer)
    {
        if (Pair(answer) is not { } pair)
        {
            yield break;
        }

        int points = answer
            .Tables()
            .FirstOrDefault(table => table.Rows == pair.Rows && table.Columns == 10, OutputTable.None)
            .Output;
        PlaceGrid[] grids = PlaceGrids.OfSquares(
            answer.Width,
            answer.Height,
            (8, [16, 32]),
            (16, [64, 128]),
            (32, [256, 512])
        );
        if (points >= 0 && grids.Sum(static grid => grid.Count) == pair.Rows)
        {
            RowBlock[] blocks = Pairs(pair, grids, points);
            yield return Of(answer, "RetinaFace", PixelForms.RetinaFace, blocks, BoxCodings.Offsets(0.1f, 0.2f)) with
            {
                UsualMinScore = 0.6,
                MaxOverlap = 0.4f,
                Points = Landmarks(blocks, BoxCodings.PointOffsets(0.1f)),
            };
        }
    }

    // V. Bazarevsky et al.: BlazeFace, 2019; strides and anchors of MediaPipe's short-range, back-camera and full-range
    // models. Six points: eyes, nose, middle of the mouth, ears.
    private static IEnumerable<Reading> BlazeFace(NetworkAnswer answer)
    {
        (int Stride, int Each)[][] layouts =
        [
            [(8, 2), (16, 6)],
            [(16, 2), (32, 6)],
            [(4, 1)],
        ];
        foreach ((int Stride, int Each)[] layout in layouts)
        {
            PlaceGrid[] grids =
            [
                .. layout.SelectMany(level => PlaceGrids.Of(answer.Width, answer.Height, [level.Stride], level.Each)),
            ];
            if (BlazeBlocks(answer, grids) is not { } blocks)
            {
                continue;
            }

            Reading reading = Of(answer, "BlazeFace", PixelForms.BlazeFace, blocks, BoxCodings.PixelOffsets) with
            {
                Scores = new ScoreForm(ScoreNumbers.Logits),
                UsualMinScore = 0.6,
                MaxOverlap = 0.3f,
                Points = new PointForm(6, 2, BoxCodings.PointsInPixels) { Skeleton = BlazePoints },
                UsualSize = 128,
            };
            yield return reading;
            yield return reading with
            {
                Scores = new ScoreForm(),
            };
        }
    }

    private static RowBlock[]? BlazeBlocks(NetworkAnswer answer, PlaceGrid[] grids)
    {
        OutputTable[] tables = [.. answer.Tables()];
        int all = grids.Sum(static grid => grid.Count);
        bool isWhole = Array.Exists(tables, table => table.Rows == all);
        var blocks = new List<RowBlock>();
        int skipped = 0;
        foreach (PlaceGrid grid in grids)
        {
            int rows = isWhole ? all : grid.Count;
            int scores = Array.FindIndex(tables, table => table.Rows == rows && table.Columns == 1);
            int boxes = Array.FindIndex(tables, table => table.Rows == rows && table.Columns == 16);
            if (scores < 0 || boxes < 0)
            {
                return null;
            }

            Table numbers = Table.ByRow(tables[boxes].Output, 16).Skip(isWhole ? skipped : 0);
            blocks.Add(
                new RowBlock(Table.ByRow(tables[scores].Output, 1).Skip(isWhole ? skipped : 0), numbers.Take(0, 4))
                {
                    Rows = grid.Count,
                    Grid = grid,
                    Points = numbers.Take(4, 12),
                }
            );
            skipped += grid.Count;
        }

        return [.. blocks];
    }

    // For each grid the tables with as many rows: scores one wide, boxes four, landmarks ten where there are any.
    private static RowBlock[]? Levels(NetworkAnswer answer, PlaceGrid[] grids, int scores)
    {
        var blocks = new List<RowBlock>();
        foreach (PlaceGrid grid in grids)
        {
            ILookup<int, int> byWidth = answer
                .Tables()
                .Where(table => table.Rows == grid.Count)
                .ToLookup(static table => table.Columns, static table => table.Output);
            int[] single = [.. byWidth[1]];
            int[] points = [.. byWidth[10]];
            if (single.Length != scores || byWidth[4].Count() != 1 || points.Length > 1)
            {
                return null;
            }

            blocks.Add(
                new RowBlock(Table.ByRow(single[0], 1), Table.ByRow(byWidth[4].First(), 4))
                {
                    Rows = grid.Count,
                    Grid = grid,
                    Objects = scores > 1 ? Table.ByRow(single[1], 1) : null,
                    Points = points is [var output] ? Table.ByRow(output, 10) : null,
                }
            );
        }

        return
            blocks.Sum(static block => block.Objects is null ? 1 : 2)
            == answer.Tables().Count(static table => table.Columns == 1)
            ? [.. blocks]
            : null;
    }

    // These networks count from the corners of the cells.
    private static RowBlock[] Corner(RowBlock[] blocks) =>
        Array.ConvertAll(blocks, static block => block with { Grid = block.Grid! with { Shift = 0 } });

    /// <summary>Two tables of as many rows: scores of nothing and of faces, and boxes.</summary>
    private static (int Rows, OutputTable Scores, int Boxes)? Pair(NetworkAnswer answer)
    {
        foreach (OutputTable scores in answer.Tables().Where(static table => table.Columns is 2 or 3))
        {
            foreach ((int boxes, int rows, int columns) in answer.Tables())
            {
                if (rows == scores.Rows && columns == 4)
                {
                    return (rows, scores, boxes);
                }
            }
        }

        return null;
    }

    private static RowBlock[] Pairs((int Rows, OutputTable Scores, int Boxes) pair, PlaceGrid[]? grids, int points = -1)
    {
        var scores = Table.ByRow(pair.Scores.Output, pair.Scores.Columns);
        var whole = new RowBlock(scores.Take(1, scores.Columns - 1), Table.ByRow(pair.Boxes, 4))
        {
            Rows = pair.Rows,
            Distribution = scores,
            Points = points >= 0 ? Table.ByRow(points, 10) : null,
        };
        return grids is null ? [whole] : RowBlocks.Split(whole, grids);
    }

    private static PointForm? Landmarks(RowBlock[] blocks, PointCoding coding) =>
        Array.TrueForAll(blocks, static block => block.Points is not null) ? new PointForm(5, 2, coding) : null;

    private static Reading Of(
        NetworkAnswer answer,
        string name,
        PixelForm pixels,
        RowBlock[] blocks,
        BoxCoding boxes
    ) => new(name, answer.Input(pixels), blocks, boxes, new ScoreForm(), answer.Labels(blocks[0].Scores.Columns, Face));
}
