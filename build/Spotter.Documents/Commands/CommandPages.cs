using System.CommandLine;
using System.Text;
using Spotter.Cli;
using Spotter.Cli.Parsing;

namespace Spotter.Documents.Commands;

/// <summary>The reference of the tool: a page for each command, made of what the command says of itself.</summary>
internal static class CommandPages
{
    /// <summary>The pages by their file names.</summary>
    public static IReadOnlyDictionary<string, string> All()
    {
        Command[] commands = [.. Commands()];
        var pages = commands.ToDictionary(FileOf, static command => Page(command), StringComparer.Ordinal);
        pages.Add("index.md", Index(commands));
        return pages;
    }

    /// <summary>Writes all pages and their table of contents into a folder, which is emptied before.</summary>
    public static void WriteAll(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach ((string name, string page) in All())
        {
            File.WriteAllText(Path.Combine(folder, name), page);
        }

        IEnumerable<string> entries = Commands()
            .Select(static command => $"- name: {HelpPage.PathOf(command)}\n  href: {FileOf(command)}\n");
        File.WriteAllText(
            Path.Combine(folder, "toc.yml"),
            string.Concat(entries.Prepend("- name: All commands\n  href: index.md\n"))
        );
    }

    // All but the tool itself.
    private static IEnumerable<Command> Commands() => HelpContent.Shown(Tool.Build()).Skip(1);

    private static string FileOf(Command command) =>
        HelpPage.PathOf(command)["spotter ".Length..].Replace(' ', '_') + ".md";

    private static string Index(Command[] commands)
    {
        var page = new StringBuilder(
            """
            # Commands of the tool

            These pages are made from the commands themselves: what `spotter COMMAND --help` says is what stands here.

            | command | does |
            |---|---|

            """
        );
        foreach (Command command in commands)
        {
            page.Append($"| [{HelpPage.PathOf(command)}]({FileOf(command)}) | {Cell(command.Description)} |\n");
        }

        return page.ToString();
    }

    private static string Page(Command command)
    {
        HelpContent content = Help.ContentOf(command);
        var page = new StringBuilder($"# {HelpPage.PathOf(command)}\n\n{Text(content.Description)}\n\n");
        page.Append($"```text\n{content.Usage}\n```\n");
        foreach (HelpSection section in content.Sections)
        {
            page.Append($"\n## {section.Title}\n\n| {ColumnOf(section)} | |\n|---|---|\n");
            foreach (HelpEntry entry in section.Entries)
            {
                string name =
                    section.Title == "Commands" ? Link(command, entry.Names) : $"<code>{Cell(entry.Names)}</code>";
                page.Append($"| {name} | {Cell(entry.Text)} |\n");
            }
        }

        page.Append($"\n## Examples\n\n```sh\n{Examples(content.Examples)}\n```\n");
        return page.ToString();
    }

    private static string ColumnOf(HelpSection section) =>
        section.Title switch
        {
            "Commands" => "command",
            "Arguments" => "argument",
            _ => "option",
        };

    private static string Link(Command command, string child) =>
        command.Subcommands.First(c => c.Name == child) is { Hidden: false } found
            ? $"[{child}]({FileOf(found)})"
            : child;

    // What explains an example stands behind two blanks or more in the help, and behind a # where it can be pasted.
    private static string Examples(IEnumerable<HelpExample> examples) =>
        string.Join(
            '\n',
            examples.Select(static one => one.About is { } about ? $"{one.Command}  # {about}" : one.Line)
        );

    private static string Cell(string? text) => Text(text).Replace("|", "&#124;", StringComparison.Ordinal);

    private static string Text(string? text) =>
        (text ?? "").Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
