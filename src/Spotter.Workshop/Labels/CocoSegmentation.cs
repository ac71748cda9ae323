// The mask format of COCO (cocoapi, common/maskApi.c): runs of 0 and 1 in turn, column by column, as numbers or as
// text.

using System.Text.Json;
using Spotter.Vision;

namespace Spotter.Workshop.Labels;

/// <summary>The box around a COCO segmentation: polygons, or a mask as run lengths.</summary>
internal static class CocoSegmentation
{
    // Six bits a character, of which the sixth says that more follow.
    private const int FirstCharacter = 48;
    private const int PayloadBits = 5;
    private const int Continues = 0x20;
    private const int Sign = 0x10;

    /// <param name="shape">A list of polygons, or an object with <c>size</c> and <c>counts</c>.</param>
    /// <param name="picture">Size of the picture that was labelled, where the mask has none.</param>
    /// <returns>Null where it is neither, or shows nothing.</returns>
    public static LabelEdges? Around(JsonElement shape, BoxSize picture) =>
        shape.ValueKind switch
        {
            JsonValueKind.Array => AroundPolygons(shape),
            JsonValueKind.Object => AroundMask(shape, picture),
            _ => null,
        };

    private static LabelEdges? AroundPolygons(JsonElement list)
    {
        // Most have a list of lists, some one flat list.
        IEnumerable<JsonElement> numbers = list.EnumerateArray()
            .Any(static item => item.ValueKind == JsonValueKind.Array)
            ? list.EnumerateArray()
                .Where(static item => item.ValueKind == JsonValueKind.Array)
                .SelectMany(static polygon => polygon.EnumerateArray())
            : list.EnumerateArray();
        JsonElement[] all = [.. numbers];
        return all.Length >= 4 && all.Length % 2 == 0 && all.All(static item => item.ValueKind == JsonValueKind.Number)
            ? LabelEdges.Around([.. all.Select(static item => item.GetDouble())])
            : null;
    }

    private static LabelEdges? AroundMask(JsonElement mask, BoxSize picture)
    {
        int height =
            mask.TryGetProperty("size", out JsonElement size)
            && size.ValueKind == JsonValueKind.Array
            && size.GetArrayLength() == 2
            && size[0].ValueKind == JsonValueKind.Number
            && size[0].TryGetInt32(out int rows)
                ? rows
                : picture.Height;
        if (height <= 0 || !mask.TryGetProperty("counts", out JsonElement counts))
        {
            return null;
        }

        long[]? runs = counts.ValueKind switch
        {
            JsonValueKind.String => Unpack(counts.GetString()!),
            JsonValueKind.Array
                when counts
                    .EnumerateArray()
                    .All(static item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out _)) =>
            [
                .. counts.EnumerateArray().Select(static item => item.GetInt64()),
            ],
            _ => null,
        };
        return runs is null ? null : AroundRuns(runs, height);
    }

    private static LabelEdges? AroundRuns(long[] runs, int height)
    {
        (long left, long top, long right, long bottom) = (long.MaxValue, long.MaxValue, -1, -1);
        long at = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            if (runs[i] < 0 || at + runs[i] > int.MaxValue)
            {
                return null;
            }

            if (i % 2 == 1 && runs[i] > 0)
            {
                long last = at + runs[i] - 1;
                bool isOneColumn = at / height == last / height;
                (left, right) = (Math.Min(left, at / height), Math.Max(right, last / height));
                (top, bottom) = isOneColumn
                    ? (Math.Min(top, at % height), Math.Max(bottom, last % height))
                    : (0, height - 1);
            }

            at += runs[i];
        }

        return right < 0 ? null : new LabelEdges(left, top, right - left + 1, bottom - top + 1);
    }

    // From the third run on, the text holds the difference from the run before the last.
    private static long[]? Unpack(string text)
    {
        var runs = new List<long>();
        int at = 0;
        while (at < text.Length)
        {
            long value = 0;
            int shift = 0;
            int character;
            do
            {
                if (at == text.Length || shift > 55)
                {
                    return null;
                }

                character = text[at++] - FirstCharacter;
                value |= (long)(character & (Continues - 1)) << shift;
                shift += PayloadBits;
            } while ((character & Continues) != 0);
            value |= (character & Sign) != 0 ? -1L << shift : 0;
            runs.Add(runs.Count > 2 ? value + runs[^2] : value);
        }

        return [.. runs];
    }
}
