using Spotter.Learning.Detectors;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Vision;

namespace Spotter.Workshop.Detectors;

/// <summary>
/// Scenes in picture files. As many as fit into a part of memory are kept decoded; the others are read each time.
/// </summary>
internal sealed class ScenePictures(IReadOnlyList<ScenePicture> pictures, Action<string> onBadPicture) : ISceneSource
{
    // Larger pictures are searched small: what a window sees in them is not more varied for being larger.
    private const int LongestSide = 1024;

    private const long MostBytesKept = 600_000_000;

    private readonly Scene?[] _kept = new Scene?[pictures.Count];
    private readonly bool[] _isBad = new bool[pictures.Count];
    private long _bytesKept;

    public int Count => pictures.Count;

    public Scene? Load(int index)
    {
        if (Volatile.Read(ref _kept[index]) is { } kept)
        {
            return kept;
        }

        if (Volatile.Read(ref _isBad[index]))
        {
            return null;
        }

        try
        {
            ScenePicture picture = pictures[index];
            Scene scene = ExampleCutter.Reduce(
                new Scene(picture.Path, Picture.Load(picture.Path), picture.Objects),
                LongestSide
            );
            long bytes = (long)scene.Frame.Width * scene.Frame.Height;
            if (Interlocked.Add(ref _bytesKept, bytes) <= MostBytesKept)
            {
                Volatile.Write(ref _kept[index], scene);
            }

            return scene;
        }
        catch (PictureException e)
        {
            if (!Interlocked.Exchange(ref _isBad[index], true))
            {
                onBadPicture(e.Message);
            }

            return null;
        }
    }
}

/// <summary>A picture file, all of which but the objects is background.</summary>
/// <param name="Path">The file.</param>
/// <param name="Objects">Boxes of objects in it.</param>
internal sealed record ScenePicture(string Path, IReadOnlyList<Box> Objects);
