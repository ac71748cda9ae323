using Spotter.Sources.Archives;

namespace Spotter.Sources.Stores;

/// <summary>An object of a store, in parts.</summary>
internal sealed class StoredRanges : IByteRanges
{
    private readonly IObjectStore _store;
    private readonly string _bucket;
    private readonly string _key;
    private readonly string _version;

    /// <exception cref="IOException">There is none.</exception>
    public StoredRanges(IObjectStore store, string bucket, string key)
    {
        (_store, _bucket, _key) = (store, bucket, key);
        (Length, _version) = store.Describe(bucket, key);
    }

    public long Length { get; }

    public void Read(long offset, Span<byte> destination, CancellationToken cancellationToken) =>
        _store.Read(_bucket, _key, _version, offset, destination, cancellationToken);
}
