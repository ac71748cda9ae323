namespace Spotter.Studio.Access;

/// <summary>A token that stays the same from start to start.</summary>
internal static class TokenFile
{
    private const int Least = 16;
    private const int Most = 200;

    /// <exception cref="IOException">It is not there, or holds no token.</exception>
    public static string Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new IOException(
                $"there is no file {path} with the studio's token; make one: openssl rand -hex 16 > {path}"
            );
        }

        string token = File.ReadAllText(path).Trim();
        return token.Length is >= Least and <= Most && token.All(char.IsAsciiLetterOrDigit)
            ? token
            : throw new IOException(
                $"{path}: a token is {Least} to {Most} letters and digits; make one: openssl rand -hex 16 > {path}"
            );
    }
}
