using System.Runtime.CompilerServices;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Studio.Windows;

namespace Spotter.Cli.Commands;

/// <summary>Opens the places where pictures are watched.</summary>
internal static class LiveViews
{
    /// <summary>Null for <see cref="ViewKind.None"/>.</summary>
    /// <param name="kind">Where.</param>
    /// <param name="source">What is shown, for the title.</param>
    /// <param name="isPicture">Whether it is one picture, which any key closes.</param>
    public static async Task<ILiveView?> OpenAsync(ViewKind kind, string source, bool isPicture = false)
    {
        string title = $"spotter: {source}";
        return kind switch
        {
            ViewKind.Window when !Display.IsAvailable => throw new VideoException(
                SpotterErrorKind.Device,
                "there is no display to open a window on; --show browser and --show terminal need none"
            ),
            ViewKind.Window => FfplayWindow.Open(title, closesOnAnyKey: isPicture),
            ViewKind.Terminal => TerminalView.Open(),
            ViewKind.Browser => await OpenBrowserAsync(title),
            _ => null,
        };
    }

    // Apart from the rest, so that the web server's assemblies are loaded by this view alone.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<ILiveView> OpenBrowserAsync(string title)
    {
        BrowserView browser = await BrowserView.OpenAsync(static picture => picture.Encode(PictureFormat.Jpeg), title);
        Messages.Note($"watch at {browser.Address}");
        BrowserView.OpenBrowser(browser.Address);
        return browser;
    }
}
