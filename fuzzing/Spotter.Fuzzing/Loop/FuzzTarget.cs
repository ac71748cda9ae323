namespace Spotter.Fuzzing.Loop;

/// <summary>Something of Spotter's that reads what others wrote.</summary>
/// <param name="Name">As typed behind <c>./fuzz</c>.</param>
/// <param name="About">What it reads, in a few words.</param>
/// <param name="Run">
/// Reads one input. Whatever it throws that is no refusal in one line is a finding.
/// </param>
internal sealed record FuzzTarget(string Name, string About, Action<byte[]> Run)
{
    private const long UsualMemory = 32 << 20;

    /// <summary>Inputs to begin with, beside the files of the target's corpus.</summary>
    public Func<IEnumerable<byte[]>> Seeds { get; init; } = static () => [];

    /// <summary>Makes an input of the right structure; null where mutations alone get deep.</summary>
    public Func<Random, byte[]>? Make { get; init; }

    /// <summary>Words of the format, which mutations put in.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public int LongestInput { get; init; } = 8 << 10;

    /// <summary>The most bytes that one input may have allocated, beside a share of its length.</summary>
    public long Memory { get; init; } = UsualMemory;

    /// <summary>Refusals of this reader that are no <see cref="SpotterException"/>.</summary>
    public IReadOnlyList<Type> Refusals { get; init; } = [];

    /// <summary>Whether an exception is what a reader of files may answer.</summary>
    public bool IsRefusal(Exception exception) =>
        exception is SpotterException || Refusals.Any(type => type.IsInstanceOfType(exception));

    public override string ToString() => Name;
}
