namespace Spotter.Learning.Detectors;

/// <summary>
/// Pictures to take negatives from. They may be many, so they are asked for one by one, from several threads.
/// </summary>
public interface ISceneSource
{
    /// <summary>Number of scenes.</summary>
    int Count { get; }

    /// <summary>Reads a scene; the same index always gives the same pixels.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The scene, or null where the picture cannot be read.</returns>
    Scene? Load(int index);
}
