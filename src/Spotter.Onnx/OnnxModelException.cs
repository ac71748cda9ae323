namespace Spotter.Onnx;

/// <summary>A network cannot be used. The message is one line that names the file and says what is wrong.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class OnnxModelException(string message, Exception? innerException = null)
    : SpotterException(SpotterErrorKind.Missing, message, innerException);
