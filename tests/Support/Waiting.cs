using System.Diagnostics;

namespace Spotter.Tests.Support;

/// <summary>
/// Waits for what happens by itself: for a condition, however long a busy machine takes, and never for a while.
/// </summary>
internal static class Waiting
{
    /// <summary>
    /// After this a thing hangs. No test asserts a time: one busy core may take a minute for what a free one does in a
    /// second.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="holds">What is waited for.</param>
    /// <param name="otherwise">What is there instead, for the message.</param>
    public static Task UntilAsync(Func<bool> holds, string otherwise) =>
        UntilAsync(() => Task.FromResult(holds()), otherwise);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string)"/>
    public static async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(
                Stopwatch.GetElapsedTime(start) < Patience,
                $"after {Patience.TotalMinutes:0} minutes there are still {otherwise}"
            );
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A file that may go at any moment; empty where it has.</summary>
    public static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
