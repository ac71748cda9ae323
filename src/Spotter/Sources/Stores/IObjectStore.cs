namespace Spotter.Sources.Stores;

/// <summary>What keeps objects under names in buckets, as S3 does. Safe to call from several threads.</summary>
internal interface IObjectStore
{
    /// <summary>The objects whose names begin so, in the order of the store.</summary>
    /// <param name="bucket">Which bucket.</param>
    /// <param name="prefix">How the names begin; empty for all.</param>
    /// <param name="recursive">Whether those with a further <c>/</c> are told too; else what is before it is told
    /// once, with that <c>/</c> at its end.</param>
    /// <exception cref="IOException">They cannot be listed; the message says why.</exception>
    IEnumerable<string> List(string bucket, string prefix, bool recursive);

    /// <summary>How many bytes an object has, and which version of it they are.</summary>
    /// <exception cref="IOException">There is none, or it may not be read.</exception>
    (long Length, string Version) Describe(string bucket, string key);

    /// <summary>Reads a part of an object.</summary>
    /// <exception cref="IOException">It cannot be read, or is another version by now.</exception>
    void Read(
        string bucket,
        string key,
        string version,
        long offset,
        Span<byte> destination,
        CancellationToken cancellationToken
    );

    /// <summary>Reads an object whole.</summary>
    /// <param name="bucket">Which bucket.</param>
    /// <param name="key">Which object.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="IOException">It cannot be read, or is longer.</exception>
    MemoryStream ReadAll(string bucket, string key, long most, CancellationToken cancellationToken);
}

/// <summary>
/// The stores that a program knows. The library itself knows none: what speaks to one comes with what wants it.
/// </summary>
internal static class ObjectStores
{
    private const string Scheme = "s3://";

    /// <summary>What <c>s3://BUCKET/KEY</c> is read with; null where nothing is.</summary>
    public static Lazy<IObjectStore>? S3 { get; set; }

    /// <summary>Whether a source is an object, and which one; the key may be empty.</summary>
    public static bool TryParse(string source, out string bucket, out string key)
    {
        (bucket, key) = ("", "");
        if (S3 is null || !source.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string[] parts = source[Scheme.Length..].Split('/', 2);
        (bucket, key) = (parts[0], parts.Length > 1 ? parts[1] : "");
        return bucket.Length > 0;
    }
}
