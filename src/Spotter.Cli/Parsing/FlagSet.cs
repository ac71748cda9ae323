using System.Collections;
using System.CommandLine;

namespace Spotter.Cli.Parsing;

/// <summary>
/// The arguments and options of a command, each with where its value goes in the record of what the user chose. That
/// record is made once; what works with it knows nothing of the command line.
/// </summary>
/// <remarks>Made anew for each command: symbols belong to one.</remarks>
internal sealed class FlagSet<TChoice> : IEnumerable<Symbol>
{
    private readonly List<Symbol> _symbols = [];
    private readonly List<Func<ParseResult, TChoice, TChoice>> _steps = [];
    private readonly List<Func<TChoice, string?>> _conflicts = [];

    /// <summary>An argument.</summary>
    public void Add<T>(Argument<T> argument, Func<TChoice, T, TChoice> set)
    {
        _symbols.Add(argument);
        _steps.Add(
            (parsed, choice) =>
                parsed.GetResult(argument) is { Tokens.Count: > 0 } ? set(choice, parsed.GetValue(argument)!) : choice
        );
    }

    /// <summary>An option; where it is not given, the record keeps what it says by itself.</summary>
    public void Add<T>(FlagOption<T> option, Func<TChoice, T, TChoice> set)
    {
        _symbols.Add(option);
        _steps.Add((parsed, choice) => IsGiven(parsed, option) ? set(choice, parsed.GetValue(option)!) : choice);
    }

    /// <summary>Options that several commands share, which fill in a part of the record.</summary>
    public void Add<TPart>(FlagSet<TPart> part, Func<TChoice, TPart> get, Func<TChoice, TPart, TChoice> set)
    {
        _symbols.AddRange(part._symbols);
        _steps.Add((parsed, choice) => set(choice, part.Read(parsed, get(choice))));
    }

    /// <summary>Tells which of the options so far were typed.</summary>
    public void Add(Func<TChoice, IReadOnlyList<GivenFlag>, TChoice> note)
    {
        Option[] options = [.. _symbols.OfType<Option>()];
        _steps.Add(
            (parsed, choice) =>
                note(
                    choice,
                    [
                        .. options
                            .Where(option => IsGiven(parsed, option) && option is IFlagOption { IsConfigured: false })
                            .Select(option => Given(parsed, option)),
                    ]
                )
        );
    }

    /// <summary>What does not go together: nothing is ignored in silence.</summary>
    /// <param name="conflict">What is wrong; null for nothing.</param>
    public void Add(Func<TChoice, string?> conflict) => _conflicts.Add(conflict);

    /// <summary>Reads the command line; the only place that does.</summary>
    /// <exception cref="SpotterException">What was given does not go together.</exception>
    public TChoice Read(ParseResult parsed, TChoice start)
    {
        TChoice choice = _steps.Aggregate(start, (made, step) => step(parsed, made));
        return
            _conflicts.Select(conflict => conflict(choice)).FirstOrDefault(static text => text is not null) is { } text
            ? throw new SpotterException(SpotterErrorKind.Usage, text)
            : choice;
    }

    public IEnumerator<Symbol> GetEnumerator() => _symbols.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static GivenFlag Given(ParseResult parsed, Option option)
    {
        var flag = (IFlagOption)option;
        return new GivenFlag(
            flag.Name,
            flag.Suits,
            flag.Group,
            string.Join(' ', parsed.GetResult(option)!.Tokens.Select(static token => token.Value))
        );
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
