using System.Collections.Concurrent;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Jobs;

/// <summary>
/// Requests that carry an <c>Idempotency-Key</c>: sent twice, because an answer was lost on its way, they make one job.
/// </summary>
internal sealed class RepeatableRequests
{
    /// <summary>The header with the key.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The header of an answer that was given before.</summary>
    public const string RepeatedHeader = "Idempotency-Replayed";

    private const int MostKeyLength = 200;

    private readonly ConcurrentDictionary<(string Session, string Key), Claim> _claims = new();

    /// <summary>The key of a request; null where it has none.</summary>
    /// <exception cref="ProblemException">It is no key.</exception>
    public static string? KeyOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return null;
        }

        string key = values.ToString();
        return key.Length is > 0 and <= MostKeyLength && key.All(static c => c is > ' ' and <= '~')
            ? key
            : throw ProblemException.BadRequest(
                $"{Header} wants 1 to {MostKeyLength} characters of ASCII without spaces, such as a UUID"
            );
    }

    /// <summary>Begins with a request, or finds what became of it before.</summary>
    /// <param name="session">Whose it is.</param>
    /// <param name="key">What it is called.</param>
    /// <param name="query">What it asks for.</param>
    /// <exception cref="ProblemException">The key belongs to another request, or to one that is on its way.</exception>
    public Claim Begin(string session, string key, string query)
    {
        var mine = new Claim(this, (session, key), query);
        Claim kept = _claims.GetOrAdd((session, key), mine);
        if (ReferenceEquals(kept, mine))
        {
            return mine;
        }

        if (kept.Query != query)
        {
            throw Another();
        }

        return kept.Job is null
            ? throw ProblemException.Conflict("a request with this key is on its way; wait for its answer")
            : kept;
    }

    /// <summary>Forgets the keys of a job that is removed.</summary>
    public void Forget(Job job)
    {
        foreach (((string, string) id, Claim _) in _claims.Where(pair => ReferenceEquals(pair.Value.Job, job)))
        {
            _claims.TryRemove(id, out _);
        }
    }

    /// <exception cref="ProblemException">The file is not the job's.</exception>
    public static async Task CheckSameFileAsync(Stream sent, string kept, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(kept);
        var one = new byte[64 << 10];
        var other = new byte[one.Length];
        bool isSame = true;
        for (int read; (read = await sent.ReadAtLeastAsync(one, one.Length, false, cancellationToken)) > 0; )
        {
            // Read to its end all the same: many clients listen only when they have sent everything.
            isSame =
                isSame
                && await file.ReadAtLeastAsync(other.AsMemory(0, read), read, false, cancellationToken) == read
                && one.AsSpan(0, read).SequenceEqual(other.AsSpan(0, read));
        }

        if (!isSame || file.Position != file.Length)
        {
            throw Another();
        }
    }

    private static ProblemException Another() =>
        ProblemException.Contradiction(
            $"this {Header} belongs to another file or other settings; take a new one for a new request"
        );

    /// <summary>A request under its key.</summary>
    internal sealed class Claim(RepeatableRequests all, (string Session, string Key) id, string query) : IDisposable
    {
        public string Query => query;

        /// <summary>What became of it; null before.</summary>
        public Job? Job { get; set; }

        /// <summary>A request that came to nothing may come again.</summary>
        public void Dispose()
        {
            if (Job is null)
            {
                all._claims.TryRemove(id, out _);
            }
        }
    }
}
