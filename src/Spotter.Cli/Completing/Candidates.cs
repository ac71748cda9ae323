using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Learning.Datasets;
using Spotter.Models;
using Spotter.Vision.Models;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Completing;

/// <summary>
/// What may stand where the cursor is on a command line: commands, options, values, and whether names of files may.
/// </summary>
internal sealed class Candidates
{
    private readonly List<Completion> _list = [];
    private readonly string _current;

    private Candidates(string current) => _current = current;

    /// <summary>The candidates that begin as the word does, in the order of help.</summary>
    public IReadOnlyList<Completion> List => _list;

    /// <summary>Which names on the disk may stand there too.</summary>
    public DiskNames Disk { get; private set; }

    /// <summary>Finds them.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="before">The words before the cursor's, without the tool's own name.</param>
    /// <param name="current">What is typed of the word so far.</param>
    public static Candidates For(RootCommand root, IReadOnlyList<string> before, string current)
    {
        var found = new Candidates(current);
        Command command = root;
        Option? open = null;
        int arguments = 0;
        bool isPlain = false;
        string runs = RunRepository.DefaultFolder;
        foreach (string word in before)
        {
            if (open is not null)
            {
                runs = open.Name == "--runs" ? word : runs;
                open = null;
            }
            else if (!isPlain && word == "--")
            {
                isPlain = true;
            }
            else if (!isPlain && word is ['-', _, ..])
            {
                open = Find(command, word) is { Arity.MinimumNumberOfValues: > 0 } option ? option : null;
            }
            else if (arguments == 0 && command.Subcommands.FirstOrDefault(child => child.Name == word) is { } child)
            {
                command = child;
            }
            else
            {
                arguments++;
            }
        }

        if (open is not null)
        {
            found.AddValues(open, open.HelpName, "", runs);
        }
        else if (!isPlain && current.StartsWith('-'))
        {
            found.AddOptions(command, before, runs);
        }
        else if (command.Subcommands.Count > 0)
        {
            found.AddCommands(command);
        }
        else if (command.Name == "help" && command.Parents.First() is RootCommand)
        {
            found.AddCommands(
                before
                    .Skip(1)
                    .Aggregate<string, Command>(root, static (at, name) =>
                        at.Subcommands.FirstOrDefault(child => child.Name == name) ?? at
                    )
            );
        }
        else if (command.Arguments.ElementAtOrDefault(Math.Min(arguments, command.Arguments.Count - 1)) is { } argument)
        {
            found.AddValues(argument, argument.HelpName ?? argument.Name, "", runs);
        }

        return found;
    }

    private void AddCommands(Command command)
    {
        foreach (Command child in command.Subcommands.Where(static child => !child.Hidden))
        {
            Add(child.Name, child.Description);
        }
    }

    private void AddOptions(Command command, IReadOnlyList<string> before, string runs)
    {
        // --draw=bl: the value of an option that is written already.
        if (_current.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
        {
            if (Find(command, _current[..equals]) is { } option)
            {
                AddValues(option, option.HelpName, _current[..(equals + 1)], runs);
            }

            return;
        }

        foreach (Option option in command.Options.Where(static option => !option.Hidden))
        {
            bool isDone =
                !option.AllowMultipleArgumentsPerToken
                && option.Arity.MaximumNumberOfValues <= 1
                && before.Any(word => word == option.Name || option.Aliases.Contains(word));
            if (!isDone)
            {
                Add(option.Name, option.Description);
            }
        }
    }

    private void AddValues(Symbol symbol, string? placeholder, string prefix, string runs)
    {
        string[] kinds = [.. (placeholder ?? "").Split('|', ',', '[', ']', '@')];
        IEnumerable<string> values =
            symbol is IFlagOption { Offers: { Count: > 0 } offers } ? offers
            : kinds.Contains("yes") ? ["yes", "no"]
            : [.. kinds.SelectMany(kind => Names(kind, symbol.Name, runs))];
        foreach (string value in values)
        {
            Add(prefix + value, null);
        }

        Disk =
            kinds.Any(static kind => kind is "FILE" or "PATH" or "SOURCE" or "PICTURE" or "DATASET" or "MODEL")
                ? DiskNames.Files
            : kinds.Any(static kind => kind is "FOLDER" or "DIR" or "RUN") ? DiskNames.Folders
            : DiskNames.None;
    }

    private static IEnumerable<string> Names(string kind, string symbol, string runs) =>
        kind switch
        {
            "NAME" when symbol is "NAME" => PublicModel.All.Select(static model => model.Name),
            "NAME" when symbol is "NAME|FILE" or "--model" or "--inner-model" =>
            [
                .. Models(),
                .. PublicModel.All.Where(ModelStore.Default.Has).Select(static model => model.Name),
            ],
            "MODEL" => [.. Models(), "smiles", .. Runs(runs)],
            "RUN" => Runs(runs),
            "DATASET" => KnownDataset.All.Select(static set => set.Name),
            _ => [],
        };

    private static IEnumerable<string> Models() => ModelCatalog.All.Select(static model => model.Name);

    private static IEnumerable<string> Runs(string folder)
    {
        var runs = new RunRepository(folder);
        return
        [
            .. runs.List().Concat(runs.ListDetectors()).Select(static run => run.Name).Distinct(StringComparer.Ordinal),
        ];
    }

    private static Option? Find(Command command, string name) =>
        command.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private void Add(string word, string? about)
    {
        if (word.StartsWith(_current, StringComparison.OrdinalIgnoreCase))
        {
            _list.Add(new Completion(word, about));
        }
    }
}

/// <param name="Word">What may be typed.</param>
/// <param name="About">What it is for, where that is worth saying.</param>
internal readonly record struct Completion(string Word, string? About);

/// <summary>Names on the disk that a shell completes by itself.</summary>
internal enum DiskNames
{
    None,
    Folders,
    Files,
}
