namespace Spotter.Cli.Settings;

/// <summary>A value for an option that nobody typed.</summary>
/// <param name="Command">The words of the command that it is for; none for every command with such an option.</param>
/// <param name="Name">The option, with its dashes.</param>
/// <param name="Values">
/// As they would be typed; one for most options, several for one that may be given several times. Of a switch none that
/// is on, and null that is off.
/// </param>
/// <param name="Level">What kind of place it is from.</param>
/// <param name="Place">The path of the file, or the name of the variable.</param>
internal sealed record Setting(
    IReadOnlyList<string> Command,
    string Name,
    IReadOnlyList<string>? Values,
    SettingLevel Level,
    string Place
)
{
    /// <summary>The option as it would be typed; none where it is a switch that is off.</summary>
    public IEnumerable<string> Words =>
        Values is null ? []
        : Values.Count == 0 ? [Name]
        : Values.Select(value => $"{Name}={value}");

    /// <summary>Whether it is for a command.</summary>
    public bool IsFor(IReadOnlyList<string> command) =>
        Command.Count <= command.Count && Command.SequenceEqual(command.Take(Command.Count), StringComparer.Ordinal);
}

/// <summary>Places of settings; what stands later wins.</summary>
internal enum SettingLevel
{
    /// <summary>The user's own file.</summary>
    User,

    /// <summary>The file in the folder where the tool is run, whoever wrote it.</summary>
    Folder,

    /// <summary>A variable of the environment.</summary>
    Environment,
}
