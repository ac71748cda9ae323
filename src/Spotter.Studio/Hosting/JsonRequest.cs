using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Spotter.Studio.Hosting;

/// <summary>
/// A request's JSON. Says in the OpenAPI document what it is; the framework's own word for that would refuse other
/// content types before anybody could say why.
/// </summary>
/// <param name="Type">What it holds.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record JsonRequest(Type Type, bool IsRequired)
{
    public static JsonRequest Required<T>() => new(typeof(T), true);

    public static JsonRequest Optional<T>() => new(typeof(T), false);

    /// <summary>Whether there is a body, or at least a word of one.</summary>
    public static bool IsThere(HttpRequest request) =>
        request.ContentLength > 0 || request.ContentType is not null || request.Headers.TransferEncoding.Count > 0;

    /// <exception cref="ProblemException">It is no JSON, or not of this kind; the message names the field and what it
    /// wants.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            string sent = request.ContentType is { Length: > 0 } other
                ? $"came as {other[..Math.Min(other.Length, 60)]}"
                : "came without a content type";
            throw ProblemException.NoJson(
                $"the body wants to be JSON, {JsonProblem.Shape(type)}, sent as application/json; it {sent}"
            );
        }

        try
        {
            return await request.ReadFromJsonAsync(type, request.HttpContext.RequestAborted)
                ?? throw ProblemException.BadRequest($"the body wants {JsonProblem.Shape(type)}, got null");
        }
        catch (JsonException e)
        {
            throw ProblemException.BadRequest(JsonProblem.Explain(e, type, "the body"));
        }
        catch (InvalidOperationException)
        {
            // What the content type says of characters, nobody knows.
            throw ProblemException.BadRequest("the body wants to be JSON in UTF-8, sent as application/json");
        }
    }
}
