using System.Net.WebSockets;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Studio.Scheduling;

namespace Spotter.Studio.Live;

/// <summary><c>/api/v1/live</c>: frames in, boxes out, over a WebSocket.</summary>
/// <remarks>OpenAPI has no words for it; docs/reference/studio_api.md has the protocol.</remarks>
internal static class LiveEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/live", AcceptAsync).WithName("openLive").ExcludeFromDescription();
    }

    private static async Task AcceptAsync(
        HttpContext context,
        DetectorShelf shelf,
        FairScheduler scheduler,
        StudioLimits limits,
        StudioMetrics metrics,
        StudioLifetime lifetime
    )
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            throw new ProblemException(
                StatusCodes.Status426UpgradeRequired,
                "WebSocket needed",
                "this address speaks WebSocket only"
            );
        }

        if (!metrics.TryEnterLive(limits.LiveConnections))
        {
            throw ProblemException.TooMany($"{limits.LiveConnections} live connections are open already; close one");
        }

        try
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.Stopping);
            using var connection = new LiveConnection(
                socket,
                shelf,
                scheduler,
                limits,
                metrics,
                $"live {context.Connection.Id}"
            );
            await connection.ServeAsync(stop.Token);
        }
        finally
        {
            metrics.LeaveLive();
        }
    }
}
