using System.Text;

namespace Spotter.Documents.Tests.Support;

/// <summary>The simple commands of a shell script: words, without what redirects them.</summary>
internal static class ShellCommand
{
    private static readonly string[] Separators = ["|", "||", "&&", ";", "&", "\n"];

    private static readonly string[] Keywords = ["do", "then", "else", "if", "while", "until", "!", "{", "("];

    /// <summary>The script's lines as a reader types them: what is continued behind a backslash is one.</summary>
    public static IEnumerable<string> Lines(string script) =>
        script
            .Replace("\\\n", " ", StringComparison.Ordinal)
            .Split('\n')
            .Select(static line => line.Trim())
            .Where(static line => line.Length > 0 && line[0] != '#');

    /// <summary>The commands of a script, each as its words.</summary>
    public static IEnumerable<string[]> Of(string script)
    {
        var words = new List<string>();
        foreach (string word in Words(script.Replace("\\\n", " ", StringComparison.Ordinal)).Append("\n"))
        {
            if (!Separators.Contains(word))
            {
                words.Add(word);
                continue;
            }

            string[] command = Plain(words);
            words.Clear();
            if (command.Length > 0)
            {
                yield return command;
            }
        }
    }

    // Without assignments and keywords before it and without redirections.
    private static string[] Plain(List<string> words)
    {
        var command = new List<string>();
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (word is ">" or ">>" or "<" or "2>")
            {
                i++;
            }
            else if (command.Count > 0 || (!Keywords.Contains(word) && !IsAssignment(word)))
            {
                command.Add(word);
            }
        }

        return [.. command];
    }

    private static bool IsAssignment(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        && word[..at].All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static IEnumerable<string> Words(string script)
    {
        var word = new StringBuilder();
        bool isWord = false;
        char quote = '\0';
        for (int i = 0; i < script.Length; i++)
        {
            char letter = script[i];
            if (quote != '\0')
            {
                if (letter == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(letter);
                }

                continue;
            }

            switch (letter)
            {
                case '\'' or '"':
                    quote = letter;
                    isWord = true;
                    break;
                case '#' when !isWord:
                    i = script.IndexOf('\n', i) is >= 0 and var end ? end - 1 : script.Length;
                    break;
                case ' ' or '\t' or '\n' or '|' or '&' or ';' or '>' or '<':
                    if (isWord)
                    {
                        yield return word.ToString();
                        word.Clear();
                        isWord = false;
                    }

                    if (letter is not (' ' or '\t'))
                    {
                        bool isDouble = letter is '|' or '&' or '>' && i + 1 < script.Length && script[i + 1] == letter;
                        i += isDouble ? 1 : 0;
                        yield return isDouble ? $"{letter}{letter}" : $"{letter}";
                    }

                    break;
                default:
                    word.Append(letter);
                    isWord = true;
                    break;
            }
        }

        if (isWord)
        {
            yield return word.ToString();
        }
    }
}
