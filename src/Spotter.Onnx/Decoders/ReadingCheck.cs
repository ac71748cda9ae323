using System.Globalization;

namespace Spotter.Onnx.Decoders;

/// <summary>
/// Whether what a network answers can be what a reading takes it for: shapes alone do not tell raw offsets from boxes
/// nor logits from scores, and a network of another kind would answer boxes that mean nothing.
/// </summary>
internal static class ReadingCheck
{
    // Of a box or two nothing is known: where there is nothing, networks answer anything.
    private const double MostWrong = 0.02;
    private const double LeastNear = 0.7;
    private const double LeastFollowing = 0.3;
    private const int FewestBoxes = 24;

    // In sides of the input.
    private const float Beyond = 4;

    /// <summary>Why an answer is not what a reading takes it for; null where it may be.</summary>
    /// <param name="reading">How the answer is read.</param>
    /// <param name="outputs">Of any picture.</param>
    public static string? Objection(Reading reading, IReadOnlyList<NetworkOutput> outputs)
    {
        foreach (NetworkOutput output in outputs)
        {
            if (OutputRange.NoNumbers(output.Name, output.Data) is { } noNumbers)
            {
                return noNumbers;
            }
        }

        var tally = new BoxTally(reading.Input);
        foreach (RowBlock block in reading.Blocks)
        {
            int rows = block.RowsIn(outputs);
            string? problem = WrongScores(reading, block, outputs, rows) ?? WrongClasses(reading, block, outputs, rows);
            if (problem is not null)
            {
                return problem;
            }

            for (int row = 0; row < rows; row++)
            {
                tally.Add(reading, block, outputs, row);
            }
        }

        string boxes = outputs[reading.Blocks[0].Boxes.Output].Name;
        return tally.Problem(boxes, reading.IsNearPlaces)
            ?? (reading.Boxes.IsFromPlace ? Following(reading, outputs) : null)
            ?? reading.Objection?.Invoke(outputs);
    }

    /// <summary>
    /// Offsets from a place know nothing of where it is: numbers that grow with it are positions, read as offsets.
    /// </summary>
    private static string? Following(Reading reading, IReadOnlyList<NetworkOutput> outputs)
    {
        const double Much = 0.8;
        const int FewestCells = 8;
        for (int column = 0; column < reading.Blocks[0].Boxes.Columns; column++)
        {
            double across = 0;
            double down = 0;
            int counted = 0;
            foreach (RowBlock block in reading.Blocks.Where(static block => block.Grid?.Cells >= FewestCells))
            {
                ReadOnlySpan<float> data = outputs[block.Boxes.Output].Data;
                PlaceGrid grid = block.Grid!;

                // Each prior for itself, as larger ones have other offsets.
                for (int prior = 0; prior < grid.Priors.Count; prior++)
                {
                    var x = new Correlation();
                    var y = new Correlation();
                    for (int cell = 0; cell < grid.Cells; cell++)
                    {
                        int row = grid.RowOf(cell, prior);
                        Place place = grid[row];
                        float number = data[block.Boxes.At(row, column)];
                        x.Add(number, place.X);
                        y.Add(number, place.Y);
                    }

                    across += Math.Abs(x.Value) * grid.Cells;
                    down += Math.Abs(y.Value) * grid.Cells;
                    counted += grid.Cells;
                }
            }

            if (counted >= FewestBoxes && Math.Max(across, down) > Much * counted)
            {
                return $"its boxes ({outputs[reading.Blocks[0].Boxes.Output].Name}) are positions where offsets are "
                    + $"expected";
            }
        }

        return null;
    }

    private static string? WrongScores(Reading reading, RowBlock block, IReadOnlyList<NetworkOutput> outputs, int rows)
    {
        NetworkOutput scores = outputs[block.Scores.Output];
        string? problem =
            reading.Scores.Scale == ScoreNumbers.Shares
                ? OutputRange.NoShares(scores.Name, scores.Data, block.Scores, rows)
                : OutputRange.NoNumbers(scores.Name, scores.Data);
        if (problem is null && reading.Scores.Scale != ScoreNumbers.Shares && rows > 0)
        {
            problem = OutputRange.NoShares(scores.Name, scores.Data, block.Scores, rows) is null
                ? $"its scores ({scores.Name}) all lie within 0 to 1 as if they were shares already"
                : null;
        }

        problem ??=
            reading.Scores.Scale != ScoreNumbers.Logits ? null
            // What class it would be a place may be sure of without being sure that there is anything.
            : block.Objects is { } things ? TooSure(reading.Scores, things, outputs[things.Output], rows)
            : TooSure(reading.Scores, block.Scores, scores, rows);
        if (
            problem is null
            && block.Objects is { } objects
            && reading.Scores is { Scale: ScoreNumbers.Shares, ClampsObjects: false }
        )
        {
            NetworkOutput there = outputs[objects.Output];
            problem = OutputRange.NoShares(there.Name, there.Data, objects, rows);
        }

        if (problem is null && reading.Points is { Numbers: 3 } form && block.Points is { } points)
        {
            // How sure each point is: the third of three numbers.
            NetworkOutput told = outputs[points.Output];
            for (int i = 0; i < form.Count && problem is null; i++)
            {
                problem = OutputRange.NoShares(told.Name, told.Data, points.Take((3 * i) + 2, 1), rows);
            }
        }

        return problem is null && block.Distribution is { } columns
            ? OutputRange.NoDistribution(outputs[columns.Output].Name, outputs[columns.Output].Data, columns, rows)
            : problem;
    }

    // A made-up picture shows nothing; what is sure of something at most places gives other numbers than scores.
    private static string? TooSure(ScoreForm form, Table table, NetworkOutput scores, int rows)
    {
        const float Sure = 0.9f;
        int sure = 0;
        for (int row = 0; row < rows; row++)
        {
            bool isSure = false;
            for (int column = 0; column < table.Columns && !isSure; column++)
            {
                isSure = form.Share(scores.Data[table.At(row, column)]) > Sure;
            }

            sure += isSure ? 1 : 0;
        }

        return sure > rows / 2
            ? $"{sure} of its {rows} places ({scores.Name}) are sure of something in a picture without anything"
            : null;
    }

    private static string? WrongClasses(Reading reading, RowBlock block, IReadOnlyList<NetworkOutput> outputs, int rows)
    {
        if (block.Classes is not { } classes)
        {
            return null;
        }

        NetworkOutput output = outputs[classes.Output];
        for (int row = 0; row < rows; row++)
        {
            float number = output.Data[classes.At(row)];

            // -1 fills the rows that are none.
            if (number != MathF.Floor(number) || number < -1 || number > 100_000)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"its classes ({output.Name}) hold {number:0.##}, which is no number of a class"
                );
            }
        }

        return null;
    }

    private struct Correlation
    {
        private double _x;
        private double _y;
        private double _xx;
        private double _yy;
        private double _xy;

        private int _count;

        /// <summary>Pearson's, -1 to 1; 0 where either does not change.</summary>
        public readonly double Value
        {
            get
            {
                double spread = ((_count * _xx) - (_x * _x)) * ((_count * _yy) - (_y * _y));
                return spread > 1e-9 ? ((_count * _xy) - (_x * _y)) / Math.Sqrt(spread) : 0;
            }
        }

        public void Add(double x, double y)
        {
            _count++;
            _x += x;
            _y += y;
            _xx += x * x;
            _yy += y * y;
            _xy += x * y;
        }
    }

    /// <summary>What the boxes of an answer are like.</summary>
    private sealed class BoxTally(NetworkInput input)
    {
        private int _count;
        private int _notFinite;
        private int _notBoxes;
        private int _away;
        private int _placed;
        private int _near;
        private Correlation _across;
        private Correlation _down;

        public void Add(Reading reading, RowBlock block, IReadOnlyList<NetworkOutput> outputs, int row)
        {
            NetworkBox box = RowReader.BoxOf(reading, block, outputs, row);
            if (box is { Left: 0, Top: 0, Right: 0, Bottom: 0 })
            {
                // Nothing is said.
                return;
            }

            _count++;
            (float width, float height) = (box.Right - box.Left, box.Bottom - box.Top);
            if (!float.IsFinite(width) || !float.IsFinite(height))
            {
                _notFinite++;
                return;
            }

            // Where there is nothing, sizes that are told from a place may be anything.
            _notBoxes += !reading.Boxes.IsFromPlace && (width < -1 || height < -1) ? 1 : 0;
            Place place = block.PlaceOf(row);
            _away +=
                Math.Max(Math.Abs(box.Left), Math.Abs(box.Right)) > Beyond * (input.Width + place.Width)
                || Math.Max(Math.Abs(box.Top), Math.Abs(box.Bottom)) > Beyond * (input.Height + place.Height)
                    ? 1
                    : 0;
            if (block.Grid is not null)
            {
                _placed++;
                _across.Add((box.Left + box.Right) / 2, place.X);
                _down.Add((box.Top + box.Bottom) / 2, place.Y);
                _near +=
                    IsNear(box.Left, box.Right, place.X, place.Stride, place.Width)
                    && IsNear(box.Top, box.Bottom, place.Y, place.Stride, place.Height)
                        ? 1
                        : 0;
            }
        }

        public string? Problem(string name, bool isNearPlaces) =>
            _notFinite > 0 ? $"its boxes ({name}) are no numbers (NaN or infinite): their sizes are no logarithms"
            : _notBoxes > MostWrong * _count
                ? $"{_notBoxes} of its {_count} boxes ({name}) end before they begin: they are told otherwise"
            : _away > MostWrong * _count
                ? $"{_away} of its {_count} boxes ({name}) lie far outside the picture: they are told otherwise"
            : isNearPlaces
            && _placed >= FewestBoxes
            && (_near < LeastNear * _placed || Math.Max(_across.Value, _down.Value) < LeastFollowing)
                ? $"its boxes ({name}) do not lie where its cells do (in other units, or x and y exchanged?)"
            : null;

        // A box is around its place, or not far beside it: half as far as it is large, or a cell and a half.
        private static bool IsNear(float from, float to, float place, float stride, float prior) =>
            Math.Abs(((from + to) / 2) - place) <= Math.Max(1.5f * stride, Math.Max(to - from, prior) / 2);
    }
}
