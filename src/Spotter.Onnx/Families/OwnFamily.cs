using Spotter.Onnx.Decoders;

namespace Spotter.Onnx.Families;

/// <summary>What <c>spotter models export</c> writes: decoded, not suppressed.</summary>
internal static class OwnFamily
{
    public static NetworkFamily Spotter { get; } = new("Spotter", Read);

    // Pixels of 0 to 255 in, red first; boxes (1, places, 4) as corners in pixels and scores (1, places, classes) out.
    private static IEnumerable<Reading> Read(NetworkAnswer answer)
    {
        int boxes = answer.OutputOf("boxes");
        int scores = answer.OutputOf("scores");
        if (!answer.Metadata.IsOwn || boxes < 0 || scores < 0)
        {
            yield break;
        }

        (int rows, int four) = answer.TableOf(boxes);
        (int others, int classes) = answer.TableOf(scores);
        if (four == 4 && rows == others && PlaceGrids.Fitting(answer.Width, answer.Height, rows) is { } grids)
        {
            var whole = new RowBlock(Table.ByRow(scores, classes), Table.ByRow(boxes, 4)) { Rows = rows };
            yield return new Reading(
                "Spotter",
                answer.Input(PixelForms.Own),
                RowBlocks.Split(whole, grids),
                BoxCodings.Corners(),
                new ScoreForm(),
                answer.Labels(classes)
            )
            {
                UsualMinScore = answer.Metadata.Threshold ?? 0.5,
                MaxOverlap = 0.45f,
            };
        }
    }
}
