using BenchmarkDotNet.Attributes;
using Spotter.Vision;
using Spotter.Vision.Detectors;

namespace Spotter.Benchmarks.Kernels;

/// <summary>Grouping of as many raw candidates as large pictures have.</summary>
public class Grouping
{
    private const int CandidatesAnObject = 40;

    private readonly RectangleGrouping _grouping = new();
    private readonly List<Candidate> _candidates = [];
    private Candidate[] _raw = [];

    [Params(100, 5_000)]
    public int Candidates { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(5);
        _raw = new Candidate[Candidates];
        for (int i = 0; i < _raw.Length; i++)
        {
            int place = i / CandidatesAnObject;
            int size = 40 + (place % 7 * 30) + random.Next(-3, 4);
            _raw[i] = new Candidate(
                new Box((place * 97 % 1800) + random.Next(-3, 4), (place * 61 % 1000) + random.Next(-3, 4), size, size),
                random.NextDouble()
            );
        }
    }

    [Benchmark]
    public int Group()
    {
        _candidates.Clear();
        _candidates.AddRange(_raw);
        _grouping.Group(_candidates, 3);
        return _candidates.Count;
    }
}
