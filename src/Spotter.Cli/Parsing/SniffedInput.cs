namespace Spotter.Cli.Parsing;

/// <summary>Standard input, of which the first bytes can be looked at before it is read.</summary>
internal sealed class SniffedInput : IDisposable
{
    private Stream? _input;
    private byte[]? _head;

    /// <summary>All of standard input, the bytes that were looked at included; null where nobody looked.</summary>
    public Stream? Stream => _head is null ? null : field ??= new PrefixedStream(_head, _input!);

    /// <summary>The first bytes, fewer only where there are no more.</summary>
    public ReadOnlySpan<byte> Peek(int length)
    {
        if (_head is null)
        {
            _input = Console.OpenStandardInput();
            byte[] head = new byte[length];
            _head = head[.._input.ReadAtLeast(head, length, throwOnEndOfStream: false)];
        }

        return _head;
    }

    public void Dispose() => _input?.Dispose();
}
