using System.Text;

namespace Spotter.Vision.Cascades.Formats;

/// <summary>An element of an XML document: its children, or its text.</summary>
/// <param name="name">What it is called.</param>
/// <param name="line">The line at which it begins, from 1.</param>
internal sealed class XmlNode(string name, int line)
{
    private readonly List<XmlNode> _children = [];
    private string _text = "";
    private StringBuilder? _pieces;

    public string Name { get; } = name;

    public int Line { get; } = line;

    public IReadOnlyList<XmlNode> Children => _children;

    /// <summary>The text directly within it, that of its children left out.</summary>
    public string Text => _pieces?.ToString() ?? _text;

    /// <summary>Its first child of a name.</summary>
    public XmlNode? Child(string name) => _children.Find(child => child.Name == name);

    public void Add(XmlNode child) => _children.Add(child);

    /// <summary>Adds to the text; blanks that nothing comes before, such as those between children, are left
    /// out.</summary>
    public void Append(ReadOnlySpan<char> piece)
    {
        if (_pieces is not null)
        {
            _pieces.Append(piece);
        }
        else if (_text.Length != 0)
        {
            _pieces = new StringBuilder(_text).Append(piece);
        }
        else if (!piece.IsWhiteSpace())
        {
            _text = piece.ToString();
        }
    }
}
