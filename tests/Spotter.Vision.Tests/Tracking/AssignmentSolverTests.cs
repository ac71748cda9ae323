using CsCheck;
using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class AssignmentSolverTests
{
    // Few distinct values make ties and pairs without gain frequent.
    private static readonly Gen<(int Rows, int Columns, double[] Gain)> Problems =
        from rows in Gen.Int[0, 6]
        from columns in Gen.Int[0, 6]
        from gain in Gen.OneOf(Gen.Double[-1, 2], Gen.Int[-1, 3].Select(value => (double)value)).Array[rows * columns]
        select (rows, columns, gain);

    [Fact]
    public void Solve_AnyProblem_GainsWhatBruteForceGains()
    {
        Problems.Sample(
            problem =>
            {
                int[] pairs = Solve(new AssignmentSolver(), problem.Gain, problem.Rows, problem.Columns);
                Assert.Equal(
                    BruteForce(problem.Gain, problem.Rows, problem.Columns),
                    Sum(pairs, problem.Gain, problem.Columns),
                    tolerance: 1e-9
                );
            },
            iter: 5000
        );
    }

    [Fact]
    public void Solve_AnyProblem_UsesEachColumnOnceAndOnlyForGain() =>
        Problems.Sample(problem =>
        {
            int[] pairs = Solve(new AssignmentSolver(), problem.Gain, problem.Rows, problem.Columns);
            int[] used = [.. pairs.Where(column => column >= 0)];
            Assert.Equal(used.Length, used.Distinct().Count());
            for (int row = 0; row < problem.Rows; row++)
            {
                Assert.True(pairs[row] < problem.Columns);
                Assert.True(pairs[row] < 0 || problem.Gain[row * problem.Columns + pairs[row]] > 0);
            }
        });

    [Fact]
    public void Solve_UsedAgain_AnswersAsANewOne()
    {
        var kept = new AssignmentSolver();
        Problems.Sample(
            problem =>
                Assert.Equal(
                    Solve(new AssignmentSolver(), problem.Gain, problem.Rows, problem.Columns),
                    Solve(kept, problem.Gain, problem.Rows, problem.Columns)
                ),
            threads: 1
        );
    }

    [Theory]
    [InlineData(1, 300)]
    [InlineData(300, 1)]
    [InlineData(200, 200)]
    public void Solve_PermutedDiagonal_IsFound(int rows, int columns)
    {
        var random = new Random(5);
        int[] expected = [.. Enumerable.Range(0, Math.Max(rows, columns))];
        random.Shuffle(expected);
        double[] gain =
        [
            .. Enumerable
                .Range(0, rows * columns)
                .Select(i => expected[i / columns] == i % columns ? 2 : random.NextDouble()),
        ];
        int[] pairs = Solve(new AssignmentSolver(), gain, rows, columns);
        for (int row = 0; row < rows; row++)
        {
            Assert.True(expected[row] >= columns || pairs[row] == expected[row]);
        }
    }

    private static int[] Solve(AssignmentSolver solver, double[] gain, int rows, int columns)
    {
        int[] pairs = new int[rows];
        solver.Solve(gain, rows, columns, pairs);
        return pairs;
    }

    private static double Sum(int[] pairs, double[] gain, int columns) =>
        pairs.Select((column, row) => column < 0 ? 0 : gain[row * columns + column]).Sum();

    private static double BruteForce(double[] gain, int rows, int columns, int row = 0, int used = 0)
    {
        if (row == rows)
        {
            return 0;
        }

        double best = BruteForce(gain, rows, columns, row + 1, used);
        for (int column = 0; column < columns; column++)
        {
            if ((used & (1 << column)) == 0)
            {
                double with =
                    gain[row * columns + column] + BruteForce(gain, rows, columns, row + 1, used | (1 << column));
                best = Math.Max(best, with);
            }
        }

        return best;
    }
}
