using System.Runtime.InteropServices;

namespace Spotter.Onnx.Decoders;

/// <summary>Reads boxes out of the rows of an answer.</summary>
internal static class RowReader
{
    /// <summary>More numbers than any row of a box has.</summary>
    public const int LongestRow = 1024;

    /// <param name="reading">How the answer is read.</param>
    /// <param name="outputs">In the order of the network.</param>
    /// <param name="minScore">Boxes of a lower score are left out.</param>
    /// <param name="found">Receives the boxes, not yet suppressed.</param>
    public static void Decode(
        Reading reading,
        IReadOnlyList<NetworkOutput> outputs,
        float minScore,
        List<NetworkBox> found
    )
    {
        var hits = new List<Hit>();
        for (int block = 0; block < reading.Blocks.Count; block++)
        {
            RowBlock rows = reading.Blocks[block];
            hits.Clear();
            Scan(reading, rows, outputs, minScore, hits);
            foreach (Hit hit in reading.Scores.IsMultiLabel ? CollectionsMarshal.AsSpan(hits) : BestOfRows(hits))
            {
                found.Add(
                    BoxOf(reading, rows, outputs, hit.Row) with
                    {
                        Score = hit.Score,
                        Class = hit.Class,
                        Block = block,
                        Row = hit.Row,
                    }
                );
            }
        }
    }

    /// <summary>The box of a row, whatever its score.</summary>
    public static NetworkBox BoxOf(Reading reading, RowBlock block, IReadOnlyList<NetworkOutput> outputs, int row)
    {
        Span<float> buffer = stackalloc float[LongestRow];
        return reading.Boxes.Read(block.Boxes.Row(outputs[block.Boxes.Output].Data, row, buffer), block.PlaceOf(row));
    }

    private static void Scan(
        Reading reading,
        RowBlock block,
        IReadOnlyList<NetworkOutput> outputs,
        float minScore,
        List<Hit> hits
    )
    {
        ReadOnlySpan<float> scores = outputs[block.Scores.Output].Data;
        int rows = block.RowsIn(outputs);
        if (block.Selected is { } selected)
        {
            ScanSelected(reading, block, outputs, selected, minScore, hits);
        }
        else if (block.Classes is { } classes)
        {
            ReadOnlySpan<float> numbers = outputs[classes.Output].Data;
            for (int row = 0; row < rows; row++)
            {
                float score = reading.Scores.Share(scores[block.Scores.At(row)]);
                int label = (int)numbers[classes.At(row)] - reading.FirstClass;
                if (score >= minScore && label >= 0)
                {
                    hits.Add(new Hit(row, label, score));
                }
            }
        }
        else if (reading.Scores.Scale == ScoreNumbers.SoftmaxWithNothing)
        {
            ScanSoftmax(block.Scores, scores, rows, minScore, hits);
        }
        else if (block.Objects is { } objects)
        {
            ScanObjects(reading.Scores, block, outputs, objects, rows, minScore, hits);
        }
        else
        {
            ScanClasses(reading.Scores, block.Scores, scores, rows, minScore, hits);
        }
    }

    private static void ScanClasses(
        ScoreForm form,
        Table table,
        ReadOnlySpan<float> scores,
        int rows,
        float minScore,
        List<Hit> hits
    )
    {
        float lowest = form.LowestClass(minScore);
        var places = new List<int>();
        if (table.NextRow == table.Columns)
        {
            ScoreScan.AtLeast(scores.Slice(table.Start, rows * table.Columns), lowest, places);
            Add(place => (place / table.Columns, place % table.Columns), scores);
            return;
        }

        if (table.NextRow == 1)
        {
            for (int column = 0; column < table.Columns; column++)
            {
                ScoreScan.AtLeast(scores.Slice(table.At(0, column), rows), lowest, places);
                Add(place => (place, column), scores);
            }

            return;
        }

        for (int row = 0; row < rows; row++)
        {
            ScoreScan.AtLeast(scores.Slice(table.At(row), table.Columns), lowest, places);
            Add(place => (row, place), scores);
        }

        void Add(Func<int, (int Row, int Column)> where, ReadOnlySpan<float> numbers)
        {
            foreach (int place in places)
            {
                (int row, int column) = where(place);
                hits.Add(new Hit(row, column, form.Mix(1, form.Share(numbers[table.At(row, column)]))));
            }

            places.Clear();
        }
    }

    private static void ScanObjects(
        ScoreForm form,
        RowBlock block,
        IReadOnlyList<NetworkOutput> outputs,
        Table objects,
        int rows,
        float minScore,
        List<Hit> hits
    )
    {
        ReadOnlySpan<float> scores = outputs[block.Scores.Output].Data;
        ReadOnlySpan<float> objectScores = outputs[objects.Output].Data;
        float lowest = form.LowestObject(minScore);
        Span<float> buffer = stackalloc float[LongestRow];
        var places = new List<int>();
        for (int row = 0; row < rows; row++)
        {
            float number = objectScores[objects.At(row)];
            if (!(number >= lowest))
            {
                continue;
            }

            float share = form.Share(number);
            places.Clear();
            ReadOnlySpan<float> classes = block.Scores.Row(scores, row, buffer);
            if (form.IsSoftmaxOfClasses)
            {
                (int best, float part) = SoftmaxBest(classes);
                if (form.Mix(share, part) is var score && score >= minScore)
                {
                    hits.Add(new Hit(row, best, score));
                }

                continue;
            }

            ScoreScan.AtLeast(classes, form.LowestClass(minScore, share), places);
            foreach (int place in places)
            {
                hits.Add(new Hit(row, place, form.Mix(share, form.Share(classes[place]))));
            }
        }
    }

    private static (int Best, float Share) SoftmaxBest(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        float sum = 0;
        foreach (float logit in logits)
        {
            sum += MathF.Exp(logit - logits[best]);
        }

        return (best, 1 / sum);
    }

    private static void ScanSoftmax(Table table, ReadOnlySpan<float> logits, int rows, float minScore, List<Hit> hits)
    {
        Span<float> buffer = stackalloc float[LongestRow];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> numbers = table.Row(logits, row, buffer);
            float highest = float.NegativeInfinity;
            foreach (float number in numbers)
            {
                highest = Math.Max(highest, number);
            }

            float sum = 0;
            foreach (float number in numbers)
            {
                sum += MathF.Exp(number - highest);
            }

            for (int column = 0; column < numbers.Length - 1; column++)
            {
                float share = MathF.Exp(numbers[column] - highest) / sum;
                if (share >= minScore)
                {
                    hits.Add(new Hit(row, column, share));
                }
            }
        }
    }

    private static void ScanSelected(
        Reading reading,
        RowBlock block,
        IReadOnlyList<NetworkOutput> outputs,
        Table selected,
        float minScore,
        List<Hit> hits
    )
    {
        ReadOnlySpan<float> scores = outputs[block.Scores.Output].Data;
        ReadOnlySpan<float> chosen = outputs[selected.Output].Data;
        int rows = block.RowsIn(outputs);
        for (int i = 0; i < chosen.Length / selected.NextRow; i++)
        {
            (int label, int row) = ((int)chosen[selected.At(i, 1)], (int)chosen[selected.At(i, 2)]);
            if (label >= 0 && label < block.Scores.Columns && row >= 0 && row < rows)
            {
                float score = reading.Scores.Share(scores[block.Scores.At(row, label)]);
                if (score >= minScore)
                {
                    hits.Add(new Hit(row, label, score));
                }
            }
        }
    }

    // The best class of each row, the lower one of two that are as good.
    private static Span<Hit> BestOfRows(List<Hit> hits)
    {
        hits.Sort(
            static (a, b) =>
                a.Row != b.Row ? a.Row.CompareTo(b.Row)
                : a.Score != b.Score ? b.Score.CompareTo(a.Score)
                : a.Class.CompareTo(b.Class)
        );
        Span<Hit> all = CollectionsMarshal.AsSpan(hits);
        int kept = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (kept == 0 || all[kept - 1].Row != all[i].Row)
            {
                all[kept++] = all[i];
            }
        }

        return all[..kept];
    }

    private readonly record struct Hit(int Row, int Class, float Score);
}
