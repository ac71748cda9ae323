namespace Spotter.Studio.Access;

/// <summary>One browser, or one program that kept its key: results belong to it and nobody else sees them.</summary>
/// <param name="key">What the client proves itself with.</param>
/// <param name="id">What the studio calls it; it names its folder and gives nothing away about the key.</param>
internal sealed class Session(string key, string id)
{
    private long _lastUse = Environment.TickCount64;

    public string Key => key;

    public string Id => id;

    /// <summary>Milliseconds of the system's clock.</summary>
    public long LastUse => Interlocked.Read(ref _lastUse);

    public void Touch() => Interlocked.Exchange(ref _lastUse, Environment.TickCount64);
}
