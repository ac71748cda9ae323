using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Spotter.Media.Pictures;

namespace Spotter.Studio.Hosting;

/// <summary>Makes RFC 9457 problem details of whatever goes wrong.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, Veil veil, StudioLog log)
{
    // A picture of usual size.
    private const long MostForgotten = 4 << 20;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await WriteAsync(
                    context,
                    context.Response.StatusCode,
                    TitleOf(context.Response.StatusCode),
                    DetailOf(context)
                );
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The answer broke off on its way.
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ProblemException problem:
                if (problem.RetryAfter is { } pause)
                {
                    context.Response.Headers.RetryAfter = ((int)pause.TotalSeconds).ToString(
                        CultureInfo.InvariantCulture
                    );
                }

                await WriteAsync(context, problem.Status, problem.Title, problem.Message);
                break;
            case SpotterException error:
                (int status, string title) = Tell(error);
                await WriteAsync(context, status, title, veil.Over(error.Message));
                break;
            case BadHttpRequestException bad:
                await WriteAsync(
                    context,
                    bad.StatusCode,
                    TitleOf(bad.StatusCode),
                    ParameterProblem.Explain(bad.Message)
                );
                break;
            default:
                log.Fault(context.Request.Path, exception);
                await WriteAsync(
                    context,
                    StatusCodes.Status500InternalServerError,
                    "A fault of the program",
                    "what it was is in the log of the studio; please report it"
                );
                break;
        }
    }

    /// <summary>How an error of the libraries reads: the only place that knows.</summary>
    private static (int Status, string Title) Tell(SpotterException error) =>
        error switch
        {
            PictureException { IsTooLarge: true } => (
                StatusCodes.Status413PayloadTooLarge,
                TitleOf(StatusCodes.Status413PayloadTooLarge)
            ),
            PictureException => (StatusCodes.Status422UnprocessableEntity, "The picture cannot be read"),
            { Kind: SpotterErrorKind.Usage } => (
                StatusCodes.Status400BadRequest,
                TitleOf(StatusCodes.Status400BadRequest)
            ),
            { Kind: SpotterErrorKind.Missing } => (
                StatusCodes.Status404NotFound,
                TitleOf(StatusCodes.Status404NotFound)
            ),
            { Kind: SpotterErrorKind.Damaged } => (StatusCodes.Status422UnprocessableEntity, "This cannot be used"),
            _ => (StatusCodes.Status503ServiceUnavailable, "This machine lacks something"),
        };

    // Nothing but routing ends a request without a word: the address or its method is not there.
    private static string DetailOf(HttpContext context) =>
        context.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
            ? $"{context.Request.Method} {context.Request.Path} is not offered here; /openapi/v1.json lists what is"
            : $"{context.Request.Method} {context.Request.Path} cannot be answered like this; /openapi/v1.json says "
                + $"what it takes";

    private static async Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        if (status != StatusCodes.Status413PayloadTooLarge)
        {
            await ForgetBodyAsync(context);
        }
        else if (context.Request.Protocol == HttpProtocol.Http11)
        {
            // A body that was not read is not worth reading: the connection ends with the answer.
            context.Response.Headers.Connection = "close";
        }

        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        await TypedResults.Problem(detail, statusCode: status, title: title).ExecuteAsync(context);
    }

    // Clients send all before they listen: of a refusal that comes before that, many hear nothing but a broken
    // connection.
    private static async Task ForgetBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not (> 0 and <= MostForgotten))
        {
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostForgotten;
        }

        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Whoever sent it has gone, or sends too slowly.
        }
    }

    private static string TitleOf(int status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => "The request is not understood",
            StatusCodes.Status404NotFound => "There is no such thing",
            StatusCodes.Status405MethodNotAllowed => "Not that method",
            StatusCodes.Status408RequestTimeout => "The request came too slowly",
            StatusCodes.Status413PayloadTooLarge => "Too large",
            StatusCodes.Status415UnsupportedMediaType => "This kind of file cannot be read",
            _ => "The request cannot be answered",
        };
}
