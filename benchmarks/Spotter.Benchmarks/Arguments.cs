using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Spotter.Benchmarks;

/// <summary>What benchmarks take: pictures and folders, --json, and options of their own.</summary>
internal static class Arguments
{
    private static readonly string[] PictureEndings = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    public static Argument<string[]> Paths { get; } = PathList();

    public static Option<bool> Json { get; } = new("--json") { Description = "A line of JSON a result" };

    public static Option<string[]> Cascades { get; } = Names("--cascades", "Cascades whose names hold one of these");

    /// <param name="name">As typed behind <c>./bench</c>.</param>
    /// <param name="description">What help says.</param>
    /// <param name="run">Runs it; answers the exit code.</param>
    /// <param name="takes">Its arguments and options, without <see cref="Json"/>.</param>
    public static Command Benchmark(
        string name,
        string description,
        Func<ParseResult, Task<int>> run,
        params Symbol[] takes
    )
    {
        var command = new Command(name, description) { Json };
        foreach (Symbol symbol in takes)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        command.SetAction(run);
        return command;
    }

    public static Option<int> Rounds(int usual) => Whole("--rounds", "How often each is timed", usual);

    /// <summary>A whole number above 0.</summary>
    public static Option<int> Whole(string name, string description, int usual) =>
        new(name)
        {
            HelpName = "N",
            Description = description,
            DefaultValueFactory = _ => usual,
            CustomParser = result => Read(result, Number<int>) is [var number, ..] ? number : 0,
        };

    /// <summary>Numbers above 0, with commas between them.</summary>
    public static Option<T[]> Numbers<T>(string name, string description, params T[] usual)
        where T : INumber<T> => List(name, "N,...", description, Number<T>, usual);

    /// <summary>Words with commas between them.</summary>
    public static Option<string[]> Names(string name, string description) =>
        List<string>(name, "NAME,...", description, static text => text);

    /// <param name="name">As typed, with its dashes.</param>
    /// <param name="placeholder">What help calls the values.</param>
    /// <param name="description">What help says.</param>
    /// <param name="parse">Reads what is between two commas; a <see cref="FormatException"/> says what is
    /// wrong.</param>
    /// <param name="usual">What holds without the option.</param>
    public static Option<T[]> List<T>(
        string name,
        string placeholder,
        string description,
        Func<string, T> parse,
        params T[] usual
    ) =>
        new(name)
        {
            HelpName = placeholder,
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
            DefaultValueFactory = _ => usual,
            CustomParser = result => Read(result, parse),
        };

    /// <summary>The pictures named, those of the folders named, or <paramref name="defaults"/>.</summary>
    public static string[] Pictures(this ParseResult parsed, params string[] defaults)
    {
        string[] paths = parsed.GetRequiredValue(Paths);
        string[] pictures = [.. (paths.Length > 0 ? paths : [.. defaults.Where(Path.Exists)]).SelectMany(Expand)];
        return pictures.Length > 0
            ? pictures
            : throw new FileNotFoundException("no pictures: name some, or install the package opencv-doc");
    }

    // An option that there is not would be looked for as a file.
    private static Argument<string[]> PathList()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Pictures, folders or a video",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [],
        };
        paths.Validators.Add(static result =>
        {
            if (result.Tokens.FirstOrDefault(static token => token.Value.StartsWith('-')) is { } token)
            {
                result.AddError($"there is no option {token.Value} here");
            }
        });
        return paths;
    }

    private static T[] Read<T>(ArgumentResult result, Func<string, T> parse)
    {
        try
        {
            return Array.ConvertAll(result.Tokens[0].Value.Split(','), text => parse(text));
        }
        catch (FormatException e)
        {
            result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes {e.Message}");
            return [];
        }
    }

    private static T Number<T>(string text)
        where T : INumber<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out T? number) && T.IsPositive(number) && !T.IsZero(number)
            ? number
            : throw new FormatException($"numbers above 0, got \"{text}\"");

    private static IEnumerable<string> Expand(string path) =>
        Directory.Exists(path)
            ? Directory
                .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(static file =>
                    PictureEndings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
                )
                .Order(StringComparer.Ordinal)
        : File.Exists(path) ? [path]
        : throw new FileNotFoundException($"there is no picture or folder {path}");
}
