namespace Spotter.Studio.Hosting;

/// <summary>A request that cannot be answered, as RFC 9457 tells it.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="title">What kind of problem it is; the same words for every problem of the kind.</param>
/// <param name="detail">What was wrong this time, and what to do.</param>
internal sealed class ProblemException(int status, string title, string detail) : Exception(detail)
{
    public int Status => status;

    public string Title => title;

    /// <summary>When to try again; null where that would not help.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static ProblemException BadRequest(string detail) =>
        new(StatusCodes.Status400BadRequest, "The request is not understood", detail);

    public static ProblemException NotFound(string detail) =>
        new(StatusCodes.Status404NotFound, "There is no such thing", detail);

    public static ProblemException TooLarge(string detail) =>
        new(StatusCodes.Status413PayloadTooLarge, "Too large", detail);

    public static ProblemException WrongKind(string detail) =>
        new(StatusCodes.Status415UnsupportedMediaType, "This kind of file cannot be read", detail);

    public static ProblemException NoJson(string detail) =>
        new(StatusCodes.Status415UnsupportedMediaType, "JSON is wanted", detail);

    /// <summary>A request that is understood but goes against what was said before.</summary>
    public static ProblemException Contradiction(string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, "This was asked for otherwise before", detail);

    public static ProblemException Conflict(string detail) =>
        new(StatusCodes.Status409Conflict, "Not possible now", detail);

    public static ProblemException Full(string detail) =>
        new(StatusCodes.Status507InsufficientStorage, "The space is used up", detail);

    public static ProblemException NoRoom() =>
        new(
            StatusCodes.Status507InsufficientStorage,
            "No room on disk",
            "the file could not be kept; make room on the disk of the studio"
        );

    public static ProblemException TooMany(string detail) =>
        new(StatusCodes.Status429TooManyRequests, "Too many at a time", detail)
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };
}
