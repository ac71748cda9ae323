using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Spotter.Networks.Files;

namespace Spotter.Learning.Classifiers.Transfer;

/// <summary>
/// Features by what a picture shows, kept in a file: a line that names the backbone, then for each picture the hash of
/// its pixels and its features as floats, little-endian. A file of another backbone, or a damaged one, is left alone
/// and written anew.
/// </summary>
internal sealed class FeatureCache
{
    private readonly ConcurrentDictionary<ulong, float[]> _known = new();
    private readonly string? _path;
    private readonly byte[] _head;
    private int _added;

    /// <param name="path">The file; null keeps features nowhere.</param>
    /// <param name="backbone">What makes them.</param>
    public FeatureCache(string? path, IBackbone backbone)
    {
        _path = path;
        _head = Encoding.UTF8.GetBytes($"SpotterFeatures1 {backbone.FeatureCount} {backbone.Key}\n");
        if (path is null || !File.Exists(path))
        {
            return;
        }

        byte[] bytes = File.ReadAllBytes(path);
        int row = sizeof(ulong) + (backbone.FeatureCount * sizeof(float));
        if (!bytes.AsSpan().StartsWith(_head) || (bytes.Length - _head.Length) % row != 0)
        {
            return;
        }

        for (int at = _head.Length; at < bytes.Length; at += row)
        {
            var features = new float[backbone.FeatureCount];
            bytes.AsSpan(at + sizeof(ulong), row - sizeof(ulong)).CopyTo(MemoryMarshal.AsBytes(features.AsSpan()));
            _known[BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at))] = features;
        }
    }

    /// <summary>The features of a picture, made where they are not known.</summary>
    public float[] Of(ulong content, Func<float[]> make)
    {
        if (_known.TryGetValue(content, out float[]? known))
        {
            return known;
        }

        float[] made = make();
        _known[content] = made;
        Interlocked.Increment(ref _added);
        return made;
    }

    /// <summary>Writes the file where there is something new.</summary>
    public void Save()
    {
        if (_path is null || _added == 0)
        {
            return;
        }

        using var file = new WholeFile(_path);
        file.Stream.Write(_head);
        Span<byte> hash = stackalloc byte[sizeof(ulong)];
        foreach ((ulong content, float[] features) in _known.OrderBy(static entry => entry.Key))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash, content);
            file.Stream.Write(hash);
            file.Stream.Write(MemoryMarshal.AsBytes(features.AsSpan()));
        }

        file.Commit();
        _added = 0;
    }
}
