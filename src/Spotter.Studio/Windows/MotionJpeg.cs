using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Spotter.Studio.Windows;

/// <summary>Moving pictures that a page shows in an <c>img</c>: one answer without an end, a part a picture.</summary>
internal static class MotionJpeg
{
    private const string Boundary = "spotter-frame";

    /// <summary>Sends the newest picture each time there is one, until the watcher leaves.</summary>
    /// <param name="context">The request that is answered.</param>
    /// <param name="pictures">What is sent.</param>
    /// <param name="end">Ends the answer.</param>
    public static async Task SendAsync(HttpContext context, JpegBroadcast pictures, CancellationToken end)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, end);
        Stream body = context.Response.Body;
        pictures.Join();
        try
        {
            await WriteAsync($"--{Boundary}\r\n");
            await body.FlushAsync(stop.Token);
            for (long seen = 0; !stop.IsCancellationRequested; )
            {
                (byte[] jpeg, seen) = await pictures.NextAsync(seen, stop.Token);
                await WriteAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Content-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n"
                    )
                );
                await body.WriteAsync(jpeg, stop.Token);
                // Browsers show a part when they see the boundary after it, so it is not left for the next picture.
                await WriteAsync($"\r\n--{Boundary}\r\n");
                await body.FlushAsync(stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It has ended, or nobody watches any more.
        }
        finally
        {
            pictures.Leave();
        }

        ValueTask WriteAsync(string text) => body.WriteAsync(Encoding.ASCII.GetBytes(text), stop.Token);
    }
}
