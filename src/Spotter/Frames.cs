using System.Runtime.CompilerServices;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Sources;
using Spotter.Vision.Images;

namespace Spotter;

/// <summary>The frames of whatever a user names, one after another, for programs that loop over them.</summary>
/// <example>
/// <code>
/// await foreach (Frame frame in Frames.From("0")) // the first camera
/// {
///     foreach (Detection face in faces.Detect(frame))
///     {
///         frame.Draw(face, Color.Random());
///     }
/// }
/// </code>
/// </example>
public static class Frames
{
    /// <summary>
    /// The frames of a video, camera or address, or a picture as one frame; of a folder, pattern or list, the pictures
    /// first and then the frames of each video.
    /// </summary>
    /// <remarks>
    /// A camera or a file is opened when the loop begins and let go when it is left, however it is left. A camera that
    /// is faster than the loop leaves frames out; a file waits. Each frame belongs to the loop, which may draw on it
    /// and keep it.
    /// </remarks>
    /// <param name="source">What to read, as on the tool's command line: see <see cref="Source"/>.</param>
    /// <param name="options">Which frames of videos; null means all of them.</param>
    /// <exception cref="ArgumentException">The name is that of a camera without a number or a name.</exception>
    public static IAsyncEnumerable<Frame> From(string source, VideoReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        return From(Source.Parse(source), options);
    }

    /// <inheritdoc cref="From(string, VideoReadOptions?)"/>
    public static IAsyncEnumerable<Frame> From(Source source, VideoReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ReadAsync(source, options);
    }

    private static async IAsyncEnumerable<Frame> ReadAsync(
        Source source,
        VideoReadOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (PictureSource picture in source.Pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return picture.Problem is { } problem
                ? throw new SpotterException(SpotterErrorKind.Missing, problem)
                : picture.Load(PictureLoadOptions.Default, given: null, cancellationToken);
        }

        foreach (VideoFound video in source.Videos)
        {
            await using VideoReader reader = await VideoReader.OpenAsync(video.Source, options, cancellationToken);
            await foreach (Frame frame in reader.WithCancellation(cancellationToken))
            {
                yield return frame;
            }
        }
    }
}
