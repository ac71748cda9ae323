using System.Diagnostics;

namespace Spotter.Fuzzing.Loop;

/// <summary>What is wrong with how an input was read.</summary>
/// <param name="Kind">What and where, the same for all inputs that show the same.</param>
/// <param name="Text">All that is known.</param>
internal sealed record Verdict(string Kind, string Text)
{
    private const int LongestLine = 5000;

    public static Verdict? Of(FuzzTarget target, Exception exception) =>
        !target.IsRefusal(exception)
            ? new Verdict($"{exception.GetType().Name} at {Place(exception)}", exception.ToString())
        : Unreadable(exception.Message) is { } flaw ? new Verdict($"{flaw} at {Place(exception)}", exception.ToString())
        : null;

    public static Verdict OverAllocation(long bytes, int length) =>
        new("over-allocation", $"{bytes:N0} bytes were allocated for an input of {length:N0}");

    // Bad input gets one clear line: what is quoted from a file must not break it, nor fill screens.
    private static string? Unreadable(string message) =>
        message.Length == 0 ? "empty message"
        : message.AsSpan().IndexOfAny('\n', '\r') >= 0 ? "message of several lines"
        : message.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0 ? "control characters in a message"
        : message.Length > LongestLine ? "message without end"
        : null;

    // The first frame of our own, with its offset: lines are not known of instrumented code.
    private static string Place(Exception exception)
    {
        foreach (StackFrame frame in new StackTrace(exception).GetFrames())
        {
            if (
                frame.GetMethod() is { DeclaringType: { Namespace: { } space } type } method
                && space.StartsWith("Spotter", StringComparison.Ordinal)
            )
            {
                return $"{type.FullName}.{method.Name}+{frame.GetILOffset():x}";
            }
        }

        return exception.InnerException is { } inner ? Place(inner) : "unknown place";
    }
}
