using System.Text;

namespace Spotter.Media.Video;

/// <summary>Runs a program to its end and keeps what it printed.</summary>
internal static class ToolRun
{
    public static async Task<ToolOutput> CaptureAsync(
        string path,
        IEnumerable<string> arguments,
        ToolReach? reach,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        ToolProcess process = ToolProcess.Start(path, arguments, reach);
        await using (process.ConfigureAwait(false))
        {
            try
            {
                using var reader = new StreamReader(process.Output, Encoding.UTF8);
                string text = await reader.ReadToEndAsync(limit.Token).ConfigureAwait(false);
                int exitCode = await process.WaitAsync(limit.Token).ConfigureAwait(false);
                return new ToolOutput(exitCode, text, process.Complaints);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new VideoException(
                    SpotterErrorKind.Damaged,
                    $"{Path.GetFileName(path)} gave no answer within {timeout.TotalSeconds:0} seconds"
                );
            }
        }
    }
}

/// <param name="ExitCode">0 when all went well.</param>
/// <param name="Text">All of standard output.</param>
/// <param name="Complaints">Standard error.</param>
internal sealed record ToolOutput(int ExitCode, string Text, ToolComplaints Complaints);
