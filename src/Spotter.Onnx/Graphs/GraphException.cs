namespace Spotter.Onnx.Graphs;

/// <summary>An ONNX file cannot be used. The message is one line that goes behind the file's name.</summary>
internal sealed class GraphException(string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The bytes are no network.</summary>
    /// <param name="what">What is wrong, and where.</param>
    public static GraphException Damaged(string what) =>
        new($"is not an ONNX network, or a damaged one: {what}; get or export it again");

    /// <summary>Text of a file in a message: one line, not longer than can be read.</summary>
    public static string Quote(string text)
    {
        const int Most = 60;
        string whole = text.Length > Most ? $"{text.AsSpan(0, Most)}..." : text;
        return string.Create(whole.Length, whole, static (span, from) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? '?' : from[i];
            }
        });
    }
}
