using Spotter.Files;
using Spotter.Media.Video;
using Spotter.Searching;

namespace Spotter.Sources;

/// <summary>
/// What a user named, read once: a picture, a folder, a pattern, an archive (<c>.zip</c>, <c>.tar</c>), a list file
/// (<c>.txt</c>, a source a line), a video, a camera (<c>0</c>, <c>camera:NAME</c>), an address (http, rtsp), <c>-</c>
/// for standard input, or several of them.
/// </summary>
/// <remarks>
/// <para>The order is that of the names, and within a folder by name. A source that does not exist or holds nothing
/// comes as a <see cref="PictureSource"/> with a problem, in its place, so that the others are worked on.</para>
/// <para>What is in an archive is called <c>photos.zip/a/b.jpg</c>, and can be named so by itself.</para>
/// <para>A relative line of a list file is looked for beside the list file first, then in the working folder; empty
/// lines and lines that begin with <c>#</c> are left out.</para>
/// </remarks>
/// <example>
/// <code>
/// Source source = Source.Parse("photos/");
/// PictureRun.Run(Faces.Create(), source, new() { WritesCopies = true });
/// </code>
/// </example>
public sealed record Source
{
    private Source() { }

    /// <summary>The names as they were given.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The pictures in order; where nothing could be found, a problem in its place.</summary>
    public required IReadOnlyList<PictureSource> Pictures { get; init; }

    /// <summary>Videos, cameras and streams, in order.</summary>
    public required IReadOnlyList<VideoFound> Videos { get; init; }

    /// <summary>What lay beside them in folders and is neither.</summary>
    public required LeftOut LeftOut { get; init; }

    /// <summary>Finds what is behind a name. Pictures and videos themselves are not opened.</summary>
    /// <param name="name">What the user named.</param>
    /// <param name="options">Settings; null passes by the folder that runs write to.</param>
    /// <exception cref="ArgumentException">The name is that of a camera without a number or a name.</exception>
    public static Source Parse(string name, SourceOptions? options = null) => Parse([name], options);

    /// <summary>Finds what is behind names. Pictures and videos themselves are not opened.</summary>
    /// <param name="names">What the user named.</param>
    /// <param name="options">Settings; null passes by the folder that runs write to.</param>
    /// <exception cref="ArgumentException">A name is that of a camera without a number or a name.</exception>
    public static Source Parse(IEnumerable<string> names, SourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] given = [.. names];
        var finder = new SourceFinder(
            options ?? new SourceOptions { SkippedFolders = [PictureRunOptions.DefaultOutput] }
        );
        foreach (string name in given)
        {
            finder.Add(name);
        }

        return new Source
        {
            Names = given,
            Pictures = finder.Pictures,
            Videos = finder.Videos,
            LeftOut = finder.LeftOut,
        };
    }

    /// <summary>The pictures alone behind some names, where videos are no sources.</summary>
    internal static IReadOnlyList<PictureSource> PicturesOf(IEnumerable<string> names, SourceOptions? options = null) =>
        Parse(names, (options ?? new SourceOptions()) with { WithVideos = false }).Pictures;

    /// <summary>All files that are read, the lists among them.</summary>
    internal IEnumerable<string> Inputs =>
        Names
            .Concat(Pictures.Where(static picture => picture.Problem is null).Select(static picture => picture.Name))
            .Concat(Videos.Select(static video => video.Source).Where(IsFile).Select(static video => video.Location))
            .Select(static name => name == PictureSource.StandardInput ? FileIdentity.StandardInput : name);

    private static bool IsFile(VideoSource video) => video.Kind == VideoSourceKind.File;

    /// <summary>The one video that it is.</summary>
    /// <exception cref="FileNotFoundException">There is no such thing.</exception>
    /// <exception cref="ArgumentException">It is not one video.</exception>
    internal VideoSource Video =>
        this switch
        {
            { Videos: [var video], Pictures: [] } => video.Source,
            { Videos: [], Pictures: [{ Problem: { } problem }] } => throw new FileNotFoundException(problem),
            _ => throw new ArgumentException(
                $"source must be one video, got {Pictures.Count} pictures and {Videos.Count} videos"
            ),
        };
}
