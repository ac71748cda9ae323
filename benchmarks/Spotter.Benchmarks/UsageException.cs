namespace Spotter.Benchmarks;

/// <summary>A command line that a benchmark does not understand.</summary>
internal sealed class UsageException(string message) : Exception(message);
