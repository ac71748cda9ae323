using Spotter.Files;
using Spotter.Workshop.Pages;

namespace Spotter.Workshop.Explaining;

/// <summary>The folder that an explanation goes into: its page, and what stands on the page by itself.</summary>
internal sealed class ExplanationFolder(string title, string folder, ExplainOptions options)
{
    public HtmlPage Page { get; } = new(title);

    /// <summary>Says what will be written, so that nothing of another hand is written over.</summary>
    /// <exception cref="OutputException">One of the files may not be written.</exception>
    public void Claim(params ReadOnlySpan<string> names)
    {
        options.Outputs.AddInputs(options.Picture is { } picture ? [picture] : []);
        foreach (string name in names)
        {
            options.Outputs.Claim(PathOf(name));
        }
    }

    public string PathOf(string name) => Path.Combine(folder, name);

    public byte[] Save(string name, byte[] content)
    {
        options.Outputs.Write(PathOf(name), content);
        return content;
    }

    /// <summary>Puts a picture on the page, and beside it.</summary>
    public void Show(string name, byte[] png, string caption) => Page.Pictures((Save(name, png), caption));

    public void SavePage() => Save(Explanation.Page, Page.ToBytes());
}
