namespace Spotter.Onnx;

/// <summary>An engine cannot do what it is asked to. The message is one line that does not name the file.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class EngineException(string message, Exception? innerException = null)
    : Exception(message, innerException);
