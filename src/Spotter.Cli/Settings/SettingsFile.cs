using System.CommandLine;
using System.Text.Json;
using Spotter.Cli.Parsing;
using Spotter.Networks.Text;

namespace Spotter.Cli.Settings;

/// <summary>
/// Reads <c>spotter.json</c>: options by their names without dashes, for all commands or, in braces, for one.
/// </summary>
internal sealed class SettingsFile
{
    public const string Name = "spotter.json";

    // What a folder's file may not say, since who wrote it may be anybody: words that stand for files, folders,
    // programs and addresses. What a value stands for is the word that help shows; any word that is not listed is not
    // safe.
    private static readonly string[] SafeValues =
    [
        "N",
        "N|WxH",
        "WxH",
        "X,Y,W,H",
        "PIXELS",
        "SHARE",
        "STYLE",
        "COLOR",
        "COUNT",
        "TIME",
        "METRES",
        "NUMBER",
        "yes|no",
    ];

    // What replaces files, agrees to something, changes what scripts read, says less than a user would want to know,
    // or lifts a limit.
    private static readonly string[] Unsafe =
    [
        "--overwrite",
        "--accept-licence",
        "--json",
        "--print",
        "--exit-code",
        "--quiet",
        "--max-megapixels",
    ];

    private static readonly HelpGroup[] SafeGroups =
    [
        HelpGroup.Searching,
        HelpGroup.Writing,
        HelpGroup.Looks,
        HelpGroup.Video,
        HelpGroup.Tracking,
    ];

    private readonly string _path;
    private readonly SettingLevel _level;
    private readonly List<Setting> _settings = [];

    private SettingsFile(string path, SettingLevel level) => (_path, _level) = (path, level);

    /// <summary>All that a file says.</summary>
    /// <exception cref="SpotterException">
    /// The file is no JSON, or says what there is not; the message names both.
    /// </exception>
    public static IReadOnlyList<Setting> Read(string path, SettingLevel level, RootCommand root)
    {
        var file = new SettingsFile(path, level);
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(
                stream,
                new JsonDocumentOptions
                {
                    CommentHandling = JsonCommentHandling.Skip,
                    AllowTrailingCommas = true,
                    AllowDuplicateProperties = false,
                }
            );
            JsonTexts.RequireUnicode(document.RootElement);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw file.Wrong("options stand in braces, like { \"threads\": 2 }");
            }

            file.Read(document.RootElement, root, []);
        }
        catch (InvalidOperationException e)
            when (e.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true)
        {
            // The framework looks for names that are there twice before anybody can ask whether they are texts.
            throw file.Wrong("a name in it holds half of a character (a lone surrogate), or is no UTF-8");
        }
        catch (JsonException e)
        {
            string place = e.LineNumber is { } line ? $"line {line + 1}: " : "";
            throw file.Wrong($"{place}{e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0]}");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not SpotterException)
        {
            throw file.Wrong(e.Message);
        }

        return file._settings;
    }

    /// <summary>Whether anybody's file may set an option.</summary>
    public static bool IsSafe(Option option) =>
        option is IFlagOption flag
        && SafeGroups.Contains(flag.Group)
        && !Unsafe.Contains(option.Name)
        && (option.HelpName is null || SafeValues.Contains(option.HelpName));

    private void Read(JsonElement settings, Command command, string[] path)
    {
        foreach (JsonProperty property in settings.EnumerateObject())
        {
            string name = property.Name.TrimStart('-');
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                Command child = command.Subcommands.FirstOrDefault(child => child.Name == name)
                    ?? throw Wrong(
                        $"there is no command {string.Join(' ', [.. path, name])}"
                            + NearestName.Hint(name, command.Subcommands.Select(static child => child.Name))
                    );
                Read(property.Value, child, [.. path, name]);
                continue;
            }

            Option[] options = [.. OptionsOf(command).Where(option => option.Name == $"--{name}")];
            if (options.Length == 0)
            {
                string where = path.Length == 0 ? "" : $"{string.Join(' ', path)}: ";
                IEnumerable<string> known = OptionsOf(command)
                    .Select(static option => option.Name[2..])
                    .Distinct(StringComparer.Ordinal);
                throw Wrong($"{where}there is no option {name}{NearestName.Hint(name, known)}");
            }

            if (_level == SettingLevel.Folder && options.FirstOrDefault(static option => !IsSafe(option)) is not null)
            {
                throw Wrong(
                    $"{name} may not be set by the file of a folder, which anybody may have put there; set it in your "
                        + $"own file, {SettingPlaces.UserFile ?? "of your home"}, or leave this one out with "
                        + SettingPlaces.Without
                );
            }

            _settings.Add(new Setting(path, options[0].Name, Values(options[0], property), _level, _path));
        }
    }

    /// <summary>The options of a command and of those below it that settings may be for.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) =>
        command
            .Options.Where(static option =>
                option is IFlagOption && option.Name != SettingPlaces.Without && !option.Hidden
            )
            .Concat(command.Subcommands.SelectMany(OptionsOf));

    private List<string>? Values(Option option, JsonProperty property)
    {
        JsonElement value = property.Value;
        if (option.Arity.MaximumNumberOfValues == 0)
        {
            return value.ValueKind switch
            {
                JsonValueKind.True => [],
                JsonValueKind.False => null,
                _ => throw Wrong($"{property.Name} is a switch: true or false"),
            };
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return [Text(property.Name, value)];
        }

        return option.Arity.MaximumNumberOfValues > 1
            ? [.. value.EnumerateArray().Select(element => Text(property.Name, element))]
            : throw Wrong($"{property.Name} takes one value, not several");
    }

    private string Text(string name, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => throw Wrong($"{name} takes a text or a number"),
        };

    private SpotterException Wrong(string what) => new(SpotterErrorKind.Usage, $"{_path}: {what}");
}
