using System.Reflection;
using System.Xml.Linq;

namespace Spotter.Documents.Interface;

/// <summary>What the sources say of types and members, by the file beside their assembly.</summary>
internal sealed class XmlTexts
{
    private readonly Dictionary<string, XElement> _members;

    public XmlTexts(Assembly assembly) =>
        _members = XDocument
            .Load(Path.ChangeExtension(assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(static member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    /// <summary>The summary of a type; null where there is none.</summary>
    public string? Of(Type type) => TextOf(_members.GetValueOrDefault($"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>The summary of a property, or what its record says of it; null where there is none.</summary>
    public string? Of(Type type, string property)
    {
        if (_members.TryGetValue($"P:{NameOf(type)}.{property}", out XElement? member))
        {
            return member.Element("inheritdoc")?.Attribute("cref")?.Value is { } other
                ? TextOf(_members.GetValueOrDefault(other)?.Element("summary"))
                : TextOf(member.Element("summary"));
        }

        return TextOf(
            _members
                .GetValueOrDefault($"T:{NameOf(type)}")
                ?.Elements("param")
                .FirstOrDefault(parameter => (string?)parameter.Attribute("name") == property)
        );
    }

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string? TextOf(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        string text = string.Concat(element.Nodes().Select(WordOf));
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // What a reference leads to has no other name here than the JSON's.
    private static string WordOf(XNode node) =>
        node switch
        {
            XElement { Name.LocalName: "see" } see => Camel(((string?)see.Attribute("cref") ?? "").Split('.')[^1]),
            XElement other => other.Value,
            _ => node.ToString(),
        };

    private static string Camel(string name) =>
        name.Length == 0 ? name : $"{char.ToLowerInvariant(name[0])}{name[1..]}";
}
