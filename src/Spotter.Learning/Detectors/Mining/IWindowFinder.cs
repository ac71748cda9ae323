using Spotter.Networks;

namespace Spotter.Learning.Detectors.Mining;

/// <summary>Finds windows of a scene that the detector so far takes for objects. One belongs to one thread.</summary>
/// <typeparam name="TWindow">What a trainer keeps of a window.</typeparam>
internal interface IWindowFinder<TWindow>
{
    /// <param name="scene">Where to look; windows on its objects do not count.</param>
    /// <param name="pass">How often all scenes were visited before; a later pass looks at other sizes.</param>
    /// <param name="most">How many windows are wanted at most; more are thinned out at random.</param>
    /// <param name="random">Decides which.</param>
    SceneWindows<TWindow> Find(Scene scene, int pass, int most, RandomStream random);
}

/// <summary>What was found in one scene.</summary>
/// <param name="Windows">Some or all of those that passed.</param>
/// <param name="Passed">How many passed.</param>
/// <param name="Searched">How many were looked at.</param>
internal readonly record struct SceneWindows<TWindow>(IReadOnlyList<TWindow> Windows, long Passed, long Searched);
