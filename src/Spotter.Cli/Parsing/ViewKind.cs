namespace Spotter.Cli.Parsing;

/// <summary>Where a video is watched while it runs.</summary>
internal enum ViewKind
{
    Window,
    Browser,
    Terminal,
    None,
}
