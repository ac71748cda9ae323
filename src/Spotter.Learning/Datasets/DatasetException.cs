namespace Spotter.Learning.Datasets;

/// <summary>A data set cannot be read: the message names the file, the place in it and what is wrong there.</summary>
public sealed class DatasetException : IOException
{
    /// <summary>Makes an exception without a message of its own.</summary>
    public DatasetException() { }

    /// <summary>Makes an exception with a message.</summary>
    public DatasetException(string message)
        : base(message) { }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public DatasetException(string message, Exception innerException)
        : base(message, innerException) { }
}
