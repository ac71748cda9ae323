using Spotter.Onnx.Decoders;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Families;

/// <summary>Networks that answer the corners of their boxes beside the scores, in tables of their own.</summary>
internal static class CornerFamilies
{
    private const float Overlap = 0.6f;

    public static IReadOnlyList<NetworkFamily> All { get; } =
    [
        new("PP-YOLOE+", static answer => PpYoloe(answer, "PP-YOLOE+", PixelForms.Stretched)),
        // Of before the plus: other pixels are all that tells them apart.
        new("PP-YOLOE", static answer => PpYoloe(answer, "PP-YOLOE", PixelForms.ImageNet)) { IsOnlyNamed = true },
        new("YOLO-NAS", YoloNas),
        new("YOLOv4", YoloV4, "YOLOv4-tiny"),
        new("RTMDet", static answer => MmDeploy(answer, "RTMDet", PixelForms.RtmDet), "MMDeploy"),
        new("MMDetection", static answer => MmDeploy(answer, "MMDetection", PixelForms.MmDetection))
        {
            IsOnlyNamed = true,
        },
    ];

    // S. Xu et al.: PP-YOLOE, 2022: (1, places, 4) in pixels and (1, classes, places), the largest cells first.
    private static IEnumerable<Reading> PpYoloe(NetworkAnswer answer, string name, PixelForm pixels)
    {
        foreach ((int boxes, int rows, int _) in answer.Tables().Where(static table => table.Columns == 4))
        {
            foreach ((int scores, int classes, int others) in answer.Tables())
            {
                if (
                    others == rows
                    && scores != boxes
                    && classes <= RowReader.LongestRow
                    && Fits(answer, rows, isCoarseFirst: true) is { } grids
                )
                {
                    yield return Of(answer, name, pixels, boxes, Table.ByColumn(scores, classes, rows), grids) with
                    {
                        MaxOverlap = Overlap,
                        UsualMinScore = 0.4,
                    };
                }
            }
        }
    }

    // Deci: YOLO-NAS, 2023: (1, places, 4) in pixels and (1, places, classes).
    private static IEnumerable<Reading> YoloNas(NetworkAnswer answer)
    {
        foreach ((int boxes, int rows, int _) in answer.Tables().Where(static table => table.Columns == 4))
        {
            foreach ((int scores, int others, int classes) in answer.Tables())
            {
                if (
                    answer.Outputs.Count == 2
                    && others == rows
                    && scores != boxes
                    && classes <= RowReader.LongestRow
                    && Fits(answer, rows) is { } grids
                )
                {
                    yield return Of(
                        answer,
                        "YOLO-NAS",
                        PixelForms.Ultralytics,
                        boxes,
                        Table.ByRow(scores, classes),
                        grids
                    ) with
                    {
                        MaxOverlap = 0.65f,
                    };
                }
            }
        }
    }

    // Tianxiaomo's YOLOv4 and those who followed: (1, places, 1, 4) in parts of the picture and (1, places, classes),
    // with the scales in either order.
    private static IEnumerable<Reading> YoloV4(NetworkAnswer answer)
    {
        for (int boxes = 0; boxes < answer.Outputs.Count; boxes++)
        {
            if (answer.Outputs[boxes].Dimensions is not [1, var rows, 1, 4])
            {
                continue;
            }

            foreach ((int scores, int others, int classes) in answer.Tables())
            {
                if (others != rows || scores == boxes || classes > RowReader.LongestRow)
                {
                    continue;
                }

                foreach (bool isCoarseFirst in (bool[])[false, true])
                {
                    if (
                        PlaceGrids.Fitting(answer.Width, answer.Height, rows, 3, isByPrior: true, isCoarseFirst) is
                        { } grids
                    )
                    {
                        yield return Of(
                            answer,
                            "YOLOv4",
                            PixelForms.Stretched,
                            boxes,
                            Table.ByRow(scores, classes),
                            grids
                        ) with
                        {
                            Boxes = BoxCodings.Corners(answer.Width, answer.Height),
                            UsualMinScore = 0.4,
                            MaxOverlap = Overlap,
                        };
                    }
                }
            }
        }
    }

    // OpenMMLab's MMDeploy: dets (1, N, 5), corners in pixels and a score, and labels (1, N), after suppression; masks
    // of the boxes besides, which are not read.
    private static IEnumerable<Reading> MmDeploy(NetworkAnswer answer, string name, PixelForm pixels)
    {
        int dets = answer.OutputOf("dets");
        int labels = answer.OutputOf("labels");
        if (
            dets >= 0
            && labels >= 0
            && answer.TableOf(dets) is (var rows, 5)
            && answer.ListOf(labels) == rows
            && answer.Outputs[labels].Type is ElementType.Int64 or ElementType.Int32
        )
        {
            Table all = Table.ByRow(dets, 5);
            var block = new RowBlock(all.Take(4, 1), all.Take(0, 4)) { Classes = Table.ByRow(labels, 1) };
            yield return new Reading(
                name,
                answer.Input(pixels),
                [block],
                BoxCodings.Corners(),
                new ScoreForm(),
                answer.UncountedLabels(CocoClasses.Of80)
            )
            {
                UsualMinScore = 0.3,
            };
        }
    }

    private static PlaceGrid[]? Fits(NetworkAnswer answer, int rows, bool isCoarseFirst = false) =>
        PlaceGrids.Fitting(answer.Width, answer.Height, rows, isCoarseFirst: isCoarseFirst) is { Length: > 2 } grids
        && grids.Length <= 4
            ? grids
            : null;

    private static Reading Of(
        NetworkAnswer answer,
        string name,
        PixelForm pixels,
        int boxes,
        Table scores,
        PlaceGrid[] grids
    )
    {
        var whole = new RowBlock(scores, Table.ByRow(boxes, 4)) { Rows = grids.Sum(static grid => grid.Count) };
        return new Reading(
            name,
            answer.Input(pixels),
            RowBlocks.Split(whole, grids),
            BoxCodings.Corners(),
            new ScoreForm(),
            answer.Labels(scores.Columns)
        );
    }
}
