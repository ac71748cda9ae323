using Spotter.Studio.Hosting;

namespace Spotter.Studio.Access;

/// <summary>Why somebody may not.</summary>
internal static class Refusal
{
    public static ProblemException TokenNeeded() =>
        new(
            StatusCodes.Status401Unauthorized,
            "Token needed",
            "open the address with the token that the studio printed, or POST the token to /api/v1/session"
        );

    public static ProblemException WrongToken() =>
        new(
            StatusCodes.Status401Unauthorized,
            "Wrong token",
            "this is not the token that the studio printed; scan its QR code again"
        );

    public static ProblemException WrongKey() =>
        new(
            StatusCodes.Status401Unauthorized,
            "Wrong key",
            "the key of the Authorization header is not one of this studio since its start; POST to /api/v1/session "
                + "for another"
        );

    public static ProblemException WrongHost(string host) =>
        new(
            StatusCodes.Status403Forbidden,
            "Wrong host",
            $"{(host.Length == 0 ? "the request names no host" : $"this studio is not called {host}")}; open it by "
                + $"the address that it printed"
        );

    public static ProblemException WrongOrigin(string origin) =>
        new(StatusCodes.Status403Forbidden, "Wrong origin", $"pages of {origin} may not use this studio");

    public static ProblemException Forbidden() =>
        new(StatusCodes.Status403Forbidden, "Not allowed", "this is not yours to ask for");
}
