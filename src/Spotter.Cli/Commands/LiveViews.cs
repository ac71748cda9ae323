using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Media.Windows;

namespace Spotter.Cli.Commands;

/// <summary>Opens the places where pictures are watched.</summary>
internal static class LiveViews
{
    /// <summary>Null for <see cref="ViewKind.None"/>.</summary>
    public static ILiveView? Open(ViewKind kind, string source)
    {
        string title = $"spotter: {source}";
        switch (kind)
        {
            case ViewKind.Window:
                return FfplayWindow.Open(title);
            case ViewKind.Terminal:
                return TerminalView.Open();
            case ViewKind.Browser:
                BrowserView browser = BrowserView.Open(static picture => picture.Encode(PictureFormat.Jpeg), title);
                Messages.Note($"watch at {browser.Address}");
                browser.OpenBrowser();
                return browser;
            default:
                return null;
        }
    }
}
