namespace Spotter.Cli.Parsing;

/// <summary>The headings under which help lists options, in their order.</summary>
internal enum HelpGroup
{
    Searching,
    Data,
    Training,
    Evaluating,
    Serving,
    Writing,
    Looks,
    Video,
    Tracking,
    Batches,
    Machine,
}

internal static class HelpGroupExtensions
{
    public static string Title(this HelpGroup group) =>
        group switch
        {
            HelpGroup.Searching => "What to search",
            HelpGroup.Data => "Data",
            HelpGroup.Training => "Training",
            HelpGroup.Evaluating => "What counts",
            HelpGroup.Serving => "Where to serve",
            HelpGroup.Writing => "What to write",
            HelpGroup.Looks => "How it looks",
            HelpGroup.Video => "Video and cameras",
            HelpGroup.Tracking => "Tracking and counting",
            HelpGroup.Batches => "Millions of pictures",
            _ => "Machine and messages",
        };
}
