// The part of XML 1.0 (W3C, fifth edition) that documents of data consist of.

using System.Globalization;
using System.Text;

namespace Spotter.Vision.Cascades.Formats;

/// <summary>
/// Reads an XML document as a tree. It knows elements, attributes (which it drops), texts, CDATA, comments and
/// processing instructions, and refuses document types, hence entities of their own, hence bombs and files from
/// elsewhere. As OpenCV does, it allows two hyphens in a comment, and a comment parts the words beside it.
/// </summary>
/// <remarks>
/// It stands in for XmlReader, which brings an HTTP client into every program that is compiled ahead of time, a quarter
/// of a small one, and for XDocument, whose time grows with the square of the depth, or of the pieces of a text.
/// </remarks>
internal sealed class XmlTree
{
    private const string CommentStart = "<!--";
    private const string DataStart = "<![CDATA[";
    private const string InstructionStart = "<?";

    // The longest reference to a character: &#x0010FFFF; with some zeros to spare.
    private const int LongestReference = 16;

    private readonly string _text;
    private readonly int _maxDepth;
    private readonly Stack<XmlNode> _open = new();
    private XmlNode? _root;
    private int _at;
    private int _line = 1;
    private int _counted;

    private XmlTree(string text, int maxDepth)
    {
        _text = text;
        _maxDepth = maxDepth;
    }

    private ReadOnlySpan<char> Rest => _text.AsSpan(_at);

    /// <summary>The root of a document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="maxDepth">How deep elements may be nested.</param>
    /// <exception cref="CascadeFormatException">It is not well formed; the message begins with the line.</exception>
    public static XmlNode Read(string text, int maxDepth) => new XmlTree(text, maxDepth).Read();

    /// <summary>What comes after blanks, comments and processing instructions.</summary>
    public static ReadOnlySpan<char> AfterProlog(ReadOnlySpan<char> text)
    {
        while (true)
        {
            text = text.TrimStart();
            string closing = text.StartsWith(CommentStart) ? "-->" : "?>";
            bool isSkipped = text.StartsWith(CommentStart) || text.StartsWith(InstructionStart);
            int end = isSkipped ? text.IndexOf(closing) : -1;
            if (end < 0)
            {
                return text;
            }

            text = text[(end + closing.Length)..];
        }
    }

    private XmlNode Read()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] != '<')
            {
                ReadText();
            }
            else if (Rest.StartsWith(CommentStart))
            {
                TakePast(CommentStart, "-->", "the comment");
                Append(" ");
            }
            else if (Rest.StartsWith(DataStart))
            {
                Append(TakePast(DataStart, "]]>", "the CDATA section"));
            }
            else if (Rest.StartsWith(InstructionStart))
            {
                TakePast(InstructionStart, "?>", "the processing instruction");
            }
            else if (Rest.StartsWith("<!"))
            {
                throw Error("a DTD is prohibited");
            }
            else if (Rest.StartsWith("</"))
            {
                Close();
            }
            else
            {
                Open();
            }
        }

        return _open.TryPeek(out XmlNode? unclosed)
            ? throw Error($"<{unclosed.Name}> of line {unclosed.Line} is not closed")
            : _root ?? throw Error("there is no element");
    }

    private void Open()
    {
        int line = Line();
        _at++;
        string name = TakeName();
        if (_open.Count > _maxDepth)
        {
            throw Error($"elements are nested more than {_maxDepth} deep");
        }

        if (_open.Count == 0 && _root is not null)
        {
            throw Error($"<{name}> stands beside the root element");
        }

        var element = new XmlNode(name, line);
        if (_open.TryPeek(out XmlNode? parent))
        {
            parent.Add(element);
        }

        _root ??= element;
        SkipAttributes(name);
        if (Next() == '/')
        {
            _at++;
        }
        else
        {
            _open.Push(element);
        }

        Take('>', name);
    }

    private void Close()
    {
        _at += 2;
        string name = TakeName();
        SkipBlanks();
        Take('>', name);
        if (!_open.TryPop(out XmlNode? element) || element.Name != name)
        {
            throw Error(
                element is null
                    ? $"</{name}> closes what was never opened"
                    : $"<{element.Name}> of line {element.Line} is closed by </{name}>"
            );
        }
    }

    private void SkipAttributes(string element)
    {
        while (SkipBlanks() && Next() is not ('>' or '/'))
        {
            string name = TakeName();
            SkipBlanks();
            Take('=', name);
            SkipBlanks();
            char quote = Next();
            int length = quote is '"' or '\'' ? Rest[1..].IndexOfAny(quote, '<') : -1;
            if (length < 0 || _text[_at + 1 + length] == '<')
            {
                throw Error($"the value of {name} in <{element}> must stand between quotation marks");
            }

            _at += length + 2;
        }
    }

    private void ReadText()
    {
        int length = Rest.IndexOf('<');
        ReadOnlySpan<char> piece = length < 0 ? Rest : Rest[..length];
        while (piece.IndexOf('&') is var reference and >= 0)
        {
            Append(piece[..reference]);
            int end = piece[reference..].IndexOf(';');
            string name = end is > 1 and <= LongestReference ? piece.Slice(reference + 1, end - 1).ToString() : "";
            Append(Referred(name) ?? throw Error($"&{name}; refers to nothing; write &amp; for &"));
            int taken = reference + end + 1;
            _at += taken;
            piece = piece[taken..];
        }

        Append(piece);
        _at += piece.Length;
    }

    private static string? Referred(string name) =>
        name switch
        {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "quot" => "\"",
            "apos" => "'",
            ['#', 'x', .. var digits]
                when int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) =>
                Character(code),
            ['#', .. var digits]
                when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int code) => Character(
                code
            ),
            _ => null,
        };

    private static string? Character(int code) => Rune.IsValid(code) ? new Rune(code).ToString() : null;

    private void Append(ReadOnlySpan<char> piece)
    {
        if (_open.TryPeek(out XmlNode? element))
        {
            element.Append(piece);
        }
        else if (!piece.IsWhiteSpace())
        {
            throw Error(
                _root is null ? "a text stands before the root element" : "a text stands after the root element"
            );
        }
    }

    private ReadOnlySpan<char> TakePast(string opening, string closing, string what)
    {
        int length = Rest[opening.Length..].IndexOf(closing);
        if (length < 0)
        {
            throw Error($"{what} is not closed");
        }

        ReadOnlySpan<char> inner = Rest.Slice(opening.Length, length);
        _at += opening.Length + length + closing.Length;
        return inner;
    }

    private string TakeName()
    {
        int length = 0;
        while (length < Rest.Length && IsOfName(Rest[length], isFirst: length == 0))
        {
            length++;
        }

        if (length == 0)
        {
            throw Error("a name was expected");
        }

        string name = Rest[..length].ToString();
        _at += length;
        return name;
    }

    private static bool IsOfName(char c, bool isFirst) =>
        char.IsLetter(c) || c is '_' or ':' || (!isFirst && (char.IsDigit(c) || c is '-' or '.'));

    private void Take(char expected, string name)
    {
        if (Next() != expected)
        {
            throw Error($"'{expected}' was expected after {name}");
        }

        _at++;
    }

    // True, so that it can stand in a condition.
    private bool SkipBlanks()
    {
        while (Next() is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }

        return true;
    }

    /// <summary>The next character, or the character 0 at the end.</summary>
    private char Next() => _at < _text.Length ? _text[_at] : '\0';

    private int Line()
    {
        _line += _text.AsSpan(_counted, _at - _counted).Count('\n');
        _counted = _at;
        return _line;
    }

    private CascadeFormatException Error(string problem) => new($"not a readable XML file: line {Line()}: {problem}");
}
