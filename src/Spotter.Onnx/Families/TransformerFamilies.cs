using Spotter.Onnx.Decoders;

namespace Spotter.Onnx.Families;

/// <summary>Transformers that answer some hundred queries, each of which is a find or nothing.</summary>
internal static class TransformerFamilies
{
    // Places of convolutional networks are thousands.
    private const int FewestQueries = 20;
    private const int MostQueries = 2000;

    public static IReadOnlyList<NetworkFamily> All { get; } =
    [
        new("DETR", Detr, "YOLOS", "Conditional DETR"),
        new("RT-DETR", RtDetr, "RT-DETRv2", "D-FINE"),
        new("RF-DETR", RfDetr),
    ];

    // N. Carion et al.: End-to-end object detection with transformers, ECCV 2020: a softmax whose last class is
    // nothing.
    private static IEnumerable<Reading> Detr(NetworkAnswer answer)
    {
        foreach ((RowBlock block, int columns, int rows) in Queries(answer))
        {
            if (columns > 1)
            {
                yield return Of(answer, "DETR", PixelForms.ImageNet, block, Labels(answer, columns - 1)) with
                {
                    Scores = new ScoreForm(ScoreNumbers.SoftmaxWithNothing),
                    Objection = outputs =>
                        ShareOfNothing(outputs, block, rows) >= 0.5
                            ? null
                            : $"most of its queries ({outputs[block.Scores.Output].Name}) do not answer nothing, the "
                                + $"last class, to a picture without anything",
                };
            }
        }
    }

    // Logits, each class for itself; Ultralytics' export has them behind the box, as scores.
    private static IEnumerable<Reading> RtDetr(NetworkAnswer answer)
    {
        foreach ((RowBlock block, int columns, int rows) in Queries(answer))
        {
            if (!IsRoboflow(answer, block))
            {
                yield return Sigmoid(answer, "RT-DETR", PixelForms.Stretched, block, Labels(answer, columns), rows);
            }
        }

        foreach ((int output, int rows, int columns) in answer.Tables())
        {
            if (
                answer.Outputs.Count == 1
                && rows is >= FewestQueries and <= MostQueries
                && columns is >= 5 and <= RowReader.LongestRow
                && PlaceGrids.Fitting(answer.Width, answer.Height, rows) is null
                && PlaceGrids.Fitting(answer.Width, answer.Height, columns) is null
            )
            {
                Table all = Table.ByRow(output, columns);
                var block = new RowBlock(all.Take(4, columns - 4), all.Take(0, 4)) { Rows = rows };
                yield return Of(answer, "RT-DETR", PixelForms.Stretched, block, answer.Labels(columns - 4)) with
                {
                    Scores = new ScoreForm { IsMultiLabel = true },
                    Objection = outputs => NoParts(outputs, block, rows),
                };
            }
        }
    }

    // Roboflow: RF-DETR: dets and labels, numbered as COCO does.
    private static IEnumerable<Reading> RfDetr(NetworkAnswer answer)
    {
        foreach ((RowBlock block, int columns, int rows) in Queries(answer))
        {
            if (IsRoboflow(answer, block))
            {
                yield return Sigmoid(answer, "RF-DETR", PixelForms.ImageNet, block, Labels(answer, columns), rows);
            }
        }
    }

    private static bool IsRoboflow(NetworkAnswer answer, RowBlock block) =>
        answer.Outputs[block.Boxes.Output].Name == "dets" && answer.Outputs[block.Scores.Output].Name == "labels";

    private static Reading Sigmoid(
        NetworkAnswer answer,
        string name,
        PixelForm pixels,
        RowBlock block,
        IReadOnlyList<string> labels,
        int rows
    ) =>
        Of(answer, name, pixels, block, labels) with
        {
            Scores = new ScoreForm(ScoreNumbers.Logits) { IsMultiLabel = true },
            Objection = outputs =>
                ShareOfNothing(outputs, block, rows) >= 0.5 && block.Scores.Columns > 1
                    ? $"the last class ({outputs[block.Scores.Output].Name}) is nothing, as in DETR"
                : ShareAbove(outputs, block, rows) > 0.5
                    ? $"most of its queries ({outputs[block.Scores.Output].Name}) find something in a picture without "
                        + $"anything"
                : null,
        };

    /// <summary>Boxes as parts of the picture, and logits for as many queries.</summary>
    private static IEnumerable<(RowBlock Block, int Columns, int Rows)> Queries(NetworkAnswer answer)
    {
        OutputTable[] tables = [.. answer.Tables()];
        if (tables is not [var first, var second, ..] || answer.Outputs.Count > 4)
        {
            yield break;
        }

        foreach (var (boxes, scores) in new[] { (first, second), (second, first) })
        {
            bool isNamed = answer.IsNamed(scores.Output, "logit", "label", "score", "class");
            if (
                boxes.Columns == 4
                && boxes.Rows == scores.Rows
                && boxes.Rows <= MostQueries
                && scores.Columns <= RowReader.LongestRow
                && (scores.Columns != 4 || isNamed)
            )
            {
                var block = new RowBlock(
                    Table.ByRow(scores.Output, scores.Columns),
                    Table.ByRow(boxes.Output, boxes.Columns)
                )
                {
                    Rows = boxes.Rows,
                };
                yield return (block, scores.Columns, boxes.Rows);
                yield break;
            }
        }
    }

    private static string? NoParts(IReadOnlyList<NetworkOutput> outputs, RowBlock block, int rows)
    {
        ReadOnlySpan<float> data = outputs[block.Boxes.Output].Data;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                if (data[block.Boxes.At(row, column)] is < -0.5f or > 1.5f)
                {
                    return $"its boxes ({outputs[block.Boxes.Output].Name}) are no parts of the picture";
                }
            }
        }

        return null;
    }

    // How many queries answer their last class above all others and above even odds.
    private static double ShareOfNothing(IReadOnlyList<NetworkOutput> outputs, RowBlock block, int rows)
    {
        ReadOnlySpan<float> data = outputs[block.Scores.Output].Data;
        int nothing = 0;
        for (int row = 0; row < rows; row++)
        {
            float last = data[block.Scores.At(row, block.Scores.Columns - 1)];
            bool isHighest = last > 0;
            for (int column = 0; isHighest && column < block.Scores.Columns - 1; column++)
            {
                isHighest = data[block.Scores.At(row, column)] < last;
            }

            nothing += isHighest ? 1 : 0;
        }

        return (double)nothing / Math.Max(1, rows);
    }

    private static double ShareAbove(IReadOnlyList<NetworkOutput> outputs, RowBlock block, int rows)
    {
        ReadOnlySpan<float> data = outputs[block.Scores.Output].Data;
        int above = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < block.Scores.Columns; column++)
            {
                if (data[block.Scores.At(row, column)] > 0)
                {
                    above++;
                    break;
                }
            }
        }

        return (double)above / Math.Max(1, rows);
    }

    private static IReadOnlyList<string> Labels(NetworkAnswer answer, int count) =>
        count is 90 or 91 && answer.ClassCount is null ? CocoClasses.Of91 : answer.Labels(count);

    private static Reading Of(
        NetworkAnswer answer,
        string name,
        PixelForm pixels,
        RowBlock block,
        IReadOnlyList<string> labels
    ) =>
        new(
            name,
            answer.Input(pixels),
            [block],
            BoxCodings.CentreSize(answer.Width, answer.Height),
            new ScoreForm(),
            labels
        )
        {
            UsualMinScore = 0.5,
        };
}
