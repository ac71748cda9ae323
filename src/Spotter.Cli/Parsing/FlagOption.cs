using System.CommandLine;

namespace Spotter.Cli.Parsing;

/// <summary>What every option of the tool says of itself, beside its name and what it means.</summary>
internal interface IFlagOption
{
    string Name { get; }

    /// <summary>Where help lists it.</summary>
    HelpGroup Group { get; }

    /// <summary>What it is for: one that nothing among the sources can follow is refused.</summary>
    SourceKind Suits { get; }

    /// <summary>Values that a shell offers; none where any value may be meant, or a file.</summary>
    IReadOnlyList<string> Offers { get; }

    /// <summary>
    /// Whether a file of settings gave the value: the user did not type it, and where it makes no sense it is no
    /// mistake of this command line.
    /// </summary>
    bool IsConfigured { get; set; }
}

/// <summary>An option: its name, help, group and how its value is read, in one place.</summary>
internal sealed class FlagOption<T>(HelpGroup group, string name, params string[] aliases)
    : Option<T>(name, aliases),
        IFlagOption
{
    public HelpGroup Group => group;

    public SourceKind Suits { get; private set; }

    // Names of an enumeration are the values by themselves.
    public IReadOnlyList<string> Offers { get; private set; } =
        (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) is { IsEnum: true } names
            ? [.. names.GetEnumNames().Select(static name => name.ToLowerInvariant())]
            : [];

    public bool IsConfigured { get; set; }

    /// <summary>What a shell offers as values.</summary>
    public FlagOption<T> Offering(params IEnumerable<string> values)
    {
        Offers = [.. values];
        return this;
    }

    /// <summary>The command cannot do without it.</summary>
    public FlagOption<T> AsRequired()
    {
        Required = true;
        return this;
    }

    /// <summary>It makes no sense without a source of this kind.</summary>
    public FlagOption<T> For(SourceKind kind)
    {
        Suits = kind;
        return this;
    }
}

/// <summary>Kinds of sources that options may be for.</summary>
internal enum SourceKind
{
    Any,
    Pictures,
    Videos,
    Folders,
}

/// <summary>An option that was written on the command line, and what was written behind it.</summary>
internal readonly record struct GivenFlag(string Name, SourceKind Suits, HelpGroup Group = default, string Values = "")
{
    // Which frames there are, and what a tracker may use of them.
    private static readonly string[] OfVideos =
    [
        "--start",
        "--duration",
        "--stride",
        "--max-width",
        "--fps",
        "--no-track",
        "--fail-closed",
    ];

    /// <summary>Whether it decides what is found, not what is made of it.</summary>
    public bool ChoosesFinds => Group == HelpGroup.Searching || OfVideos.Contains(Name);

    public override string ToString() => Values.Length > 0 ? $"{Name} {Values}" : Name;
}
