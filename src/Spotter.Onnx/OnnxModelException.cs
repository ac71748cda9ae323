namespace Spotter.Onnx;

/// <summary>A network cannot be used. The message is one line that names the file and says what is wrong.</summary>
public sealed class OnnxModelException : IOException
{
    /// <summary>An exception without anything to say.</summary>
    public OnnxModelException() { }

    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public OnnxModelException(string message)
        : base(message) { }

    /// <summary>An exception that says <paramref name="message"/> and was caused by another.</summary>
    public OnnxModelException(string message, Exception innerException)
        : base(message, innerException) { }
}
