using Spotter.Media.Video;

namespace Spotter.Sources;

/// <summary>One video, camera or stream that is to be read.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="OutputPath">Where its outputs go below an output folder, as for
/// <see cref="PictureSource.OutputPath"/>.</param>
public sealed record VideoFound(VideoSource Source, string OutputPath);
