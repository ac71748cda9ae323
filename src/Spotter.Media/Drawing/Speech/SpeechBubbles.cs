using Spotter.Vision;

namespace Spotter.Media.Drawing.Speech;

/// <summary>What found faces say, in bubbles. Immutable and safe to share between threads.</summary>
public sealed class SpeechBubbles
{
    private const int LongestText = 200;

    private readonly bool _isRandom;

    private SpeechBubbles(IReadOnlyList<string> texts, bool isRandom) => (Texts, _isRandom) = (texts, isRandom);

    /// <summary>What is said.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Texts in turn: the first face says the first, and after the last it begins again.</summary>
    /// <param name="texts">At least one, each of 1 to 200 characters.</param>
    /// <exception cref="ArgumentException">There is none, or one is blank or too long.</exception>
    public static SpeechBubbles InTurn(params IReadOnlyList<string> texts) => new(Checked(texts), isRandom: false);

    /// <summary>
    /// A text by chance for each face. The chance follows from the track, or without one from the place in the list and
    /// in the picture, so that the same input always says the same and a tracked face keeps to what it said.
    /// </summary>
    /// <param name="texts">At least one, each of 1 to 200 characters.</param>
    /// <exception cref="ArgumentException">There is none, or one is blank or too long.</exception>
    public static SpeechBubbles ByChance(IReadOnlyList<string> texts) => new(Checked(texts), isRandom: true);

    /// <summary>Reads a file of captions, one a line; blank lines are left out.</summary>
    /// <param name="path">A text file in UTF-8.</param>
    /// <exception cref="SpotterException">It is not there, cannot be read, holds no text, or a line is too
    /// long.</exception>
    public static SpeechBubbles ByChanceFrom(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{path}: there is no such file of captions; check the name"
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{path}: cannot be read: {e.Message.Split('\n', 2)[0].Trim()}"
            );
        }

        int tooLong = Array.FindIndex(lines, static line => line.Trim().Length > LongestText);
        if (tooLong >= 0)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{path}: line {tooLong + 1} has more than {LongestText} characters; shorten it"
            );
        }

        string[] texts = [.. lines.Select(static line => line.Trim()).Where(static line => line.Length > 0)];
        return texts.Length > 0
            ? ByChance(texts)
            : throw new SpotterException(SpotterErrorKind.Usage, $"{path}: holds no captions; write one a line");
    }

    /// <summary>What one face says.</summary>
    /// <param name="face">Its track id chooses, if it has one.</param>
    /// <param name="index">Its place in the list chooses otherwise; 0 or more.</param>
    public string For(Detection face, int index)
    {
        uint number = unchecked((uint)(face.TrackId is { } id ? id - 1 : index));
        if (_isRandom)
        {
            number = face.TrackId is null
                ? Mix(Mix(number + 1) ^ unchecked((uint)(face.Box.X * 31 + face.Box.Y)))
                : Mix(number + 1);
        }

        return Texts[(int)(number % (uint)Texts.Count)];
    }

    // The finalizer of MurmurHash3 (Austin Appleby): neighbouring numbers fall apart.
    private static uint Mix(uint number)
    {
        number = (number ^ (number >> 16)) * 0x85EBCA6B;
        number = (number ^ (number >> 13)) * 0xC2B2AE35;
        return number ^ (number >> 16);
    }

    private static string[] Checked(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            throw new ArgumentException("texts must be at least one, got none", nameof(texts));
        }

        foreach (string text in texts)
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText)
            {
                throw new ArgumentException(
                    $"what is said must have 1 to {LongestText} characters, got {text?.Length ?? 0}",
                    nameof(texts)
                );
            }
        }

        return [.. texts.Select(static text => text.Trim())];
    }
}
