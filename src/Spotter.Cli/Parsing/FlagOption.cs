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
}

/// <summary>An option: its name, help, group and how its value is read, in one place.</summary>
internal sealed class FlagOption<T>(HelpGroup group, string name, params string[] aliases)
    : Option<T>(name, aliases),
        IFlagOption
{
    public HelpGroup Group => group;

    public SourceKind Suits { get; private set; }

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

/// <summary>An option that was written on the command line.</summary>
internal readonly record struct GivenFlag(string Name, SourceKind Suits);
