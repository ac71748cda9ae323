using System.Net;
using System.Text;

namespace Spotter.Workshop.Pages;

/// <summary>A web page in one file, pictures and videos included, that opens without a network.</summary>
internal sealed class HtmlPage
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;color:#22262b;max-width:72rem;margin:2rem auto;padding:0 1rem}
        h1{font-weight:600;font-size:1.7rem}h2{font-weight:600;font-size:1.25rem;margin-top:2.2rem}
        table{border-collapse:collapse;display:block;overflow-x:auto}th,td{padding:.3rem .9rem .3rem 0;
          text-align:right;border-bottom:1px solid #e3e6ea;white-space:nowrap}
        th:first-child,td:first-child{text-align:left}th{font-weight:600}
        figure{margin:1rem 0}figcaption{color:#666c74;font-size:.9rem}img,video{max-width:100%;height:auto}
        td img{max-width:none;height:4rem;display:block}
        .row{display:flex;flex-wrap:wrap;gap:1rem}.row figure{flex:1 1 28rem}
        """;

    private readonly StringBuilder _body = new();
    private readonly string _title;

    /// <param name="title">Of the window, and the heading.</param>
    public HtmlPage(string title)
    {
        _title = title;
        _body.Append("<h1>").Append(Encode(title)).Append("</h1>\n");
    }

    public void Heading(string text) => _body.Append("<h2>").Append(Encode(text)).Append("</h2>\n");

    public void Paragraph(string text) => _body.Append("<p>").Append(Encode(text)).Append("</p>\n");

    public void Table(IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        _body.Append("<table><thead>");
        Row("th", heads);
        _body.Append("</thead><tbody>\n");
        foreach (IEnumerable<string> row in rows)
        {
            Row("td", row);
        }

        _body.Append("</tbody></table>\n");
    }

    /// <summary>A table with a small picture before each row; null for none.</summary>
    public void PictureTable(IEnumerable<string> heads, IEnumerable<(byte[]? Jpeg, IEnumerable<string> Cells)> rows)
    {
        _body.Append("<table><thead>");
        Row("th", heads);
        _body.Append("</thead><tbody>\n");
        foreach ((byte[]? jpeg, IEnumerable<string> cells) in rows)
        {
            _body.Append("<tr><td>");
            if (jpeg is not null)
            {
                _body
                    .Append("<img alt=\"\" src=\"data:image/jpeg;base64,")
                    .Append(Convert.ToBase64String(jpeg))
                    .Append("\">");
            }

            _body.Append("</td>");
            Cells("td", cells);
            _body.Append("</tr>\n");
        }

        _body.Append("</tbody></table>\n");
    }

    /// <summary>Pictures side by side where there is room.</summary>
    public void Pictures(params ReadOnlySpan<(byte[] Png, string Caption)> pictures)
    {
        _body.Append("<div class=\"row\">\n");
        foreach ((byte[] png, string caption) in pictures)
        {
            Figure(
                $"<img alt=\"{Encode(caption)}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">",
                caption
            );
        }

        _body.Append("</div>\n");
    }

    public void Video(byte[] mp4, string caption) =>
        Figure(
            $"<video controls muted loop src=\"data:video/mp4;base64,{Convert.ToBase64String(mp4)}\"></video>",
            caption
        );

    /// <summary>The page as a file.</summary>
    public byte[] ToBytes() =>
        Encoding.UTF8.GetBytes(
            $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                + $"content=\"width=device-width,initial-scale=1\">\n<title>{Encode(_title)}</title>\n<style>\n{Style}"
                + $"\n</style></head><body>\n{_body}</body></html>\n"
        );

    private void Figure(string element, string caption) =>
        _body
            .Append("<figure>")
            .Append(element)
            .Append("<figcaption>")
            .Append(Encode(caption))
            .Append("</figcaption></figure>\n");

    private void Row(string tag, IEnumerable<string> cells)
    {
        _body.Append("<tr>");
        Cells(tag, cells);
        _body.Append("</tr>\n");
    }

    private void Cells(string tag, IEnumerable<string> cells)
    {
        foreach (string cell in cells)
        {
            _body.Append('<').Append(tag).Append('>').Append(Encode(cell)).Append("</").Append(tag).Append('>');
        }
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
