using System.Collections;
using System.CommandLine;
using Spotter.Networks.Text;

namespace Spotter.Cli.Settings;

/// <summary>Where settings come from: the user's file, that of the folder, and the environment.</summary>
internal static class SettingPlaces
{
    /// <summary>The option by which none are taken.</summary>
    public const string Without = "--no-config";

    /// <summary>Variables are called so, and then as the option is: <c>SPOTTER_OPTION_MIN_SIZE=40</c>.</summary>
    public const string VariablePrefix = "SPOTTER_OPTION_";

    /// <summary>
    /// The user's own file: in <c>$XDG_CONFIG_HOME/spotter</c> or <c>~/.config/spotter</c>, on Windows in
    /// <c>%APPDATA%\spotter</c>; null where there is no such place.
    /// </summary>
    public static string? UserFile =>
        Environment.GetFolderPath(
            Environment.SpecialFolder.ApplicationData,
            Environment.SpecialFolderOption.DoNotVerify
        )
            is { Length: > 0 } folder
            ? Path.Combine(folder, "spotter", SettingsFile.Name)
            : null;

    /// <summary>
    /// The file of the folder where the tool is run. Of that folder alone: a file further up, which nobody sees, must
    /// not change what a command does.
    /// </summary>
    public static string FolderFile => Path.Combine(Environment.CurrentDirectory, SettingsFile.Name);

    /// <summary>All settings, weakest first.</summary>
    /// <exception cref="SpotterException">One of them cannot be used; the message says where it stands.</exception>
    public static IReadOnlyList<Setting> Read(RootCommand root)
    {
        var settings = new List<Setting>();
        string? user = UserFile;
        if (File.Exists(user))
        {
            settings.AddRange(SettingsFile.Read(user, SettingLevel.User, root));
        }

        string folder = FolderFile;
        if (File.Exists(folder) && folder != user)
        {
            settings.AddRange(SettingsFile.Read(folder, SettingLevel.Folder, root));
        }

        settings.AddRange(Variables(root));
        return settings;
    }

    private static IEnumerable<Setting> Variables(RootCommand root)
    {
        foreach (
            (string variable, string value) in Environment
                .GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .Select(static pair => ((string)pair.Key, (string?)pair.Value ?? ""))
                .Where(static pair => pair.Item1.StartsWith(VariablePrefix, StringComparison.Ordinal))
                .OrderBy(static pair => pair.Item1, StringComparer.Ordinal)
        )
        {
            string name = variable[VariablePrefix.Length..].ToLowerInvariant().Replace('_', '-');
            Option option = SettingsFile.OptionsOf(root).FirstOrDefault(option => option.Name == $"--{name}")
                ?? throw new SpotterException(
                    SpotterErrorKind.Usage,
                    $"{variable}: there is no option {name}"
                        + NearestName.Hint(
                            name,
                            SettingsFile
                                .OptionsOf(root)
                                .Select(static o => o.Name[2..])
                                .Distinct(StringComparer.Ordinal)
                        )
                );
            bool isSwitch = option.Arity.MaximumNumberOfValues == 0;
            yield return new Setting(
                [],
                option.Name,
                !isSwitch ? [value]
                    : value is "true" or "yes" or "1" ? []
                    : value is "false" or "no" or "0" or "" ? null
                    : throw new SpotterException(
                        SpotterErrorKind.Usage,
                        $"{variable} {value}: is a switch: true or false"
                    ),
                SettingLevel.Environment,
                variable
            );
        }
    }
}
