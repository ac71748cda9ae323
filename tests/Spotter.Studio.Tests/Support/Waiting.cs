using System.Diagnostics;

namespace Spotter.Studio.Tests.Support;

/// <summary>Waits for what happens by itself, and not for long.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <param name="holds">What is waited for.</param>
    /// <param name="otherwise">What is there instead, for the message.</param>
    public static Task UntilAsync(Func<bool> holds, string otherwise) => UntilAsync(() => Task.FromResult(holds()), otherwise);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string)"/>
    public static async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"after {Patience.TotalSeconds:0} s there are still {otherwise}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
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
