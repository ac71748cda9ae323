namespace Spotter.Learning.Detectors.Cascades;

/// <summary>A window that shows an object.</summary>
/// <param name="Pixels">Window height x window width.</param>
/// <param name="IsWithheld">
/// True where stumps are not chosen by it: thresholds are set by objects that the stumps do not know, for they keep
/// more of those they know than of new ones.
/// </param>
internal readonly record struct ObjectWindow(byte[] Pixels, bool IsWithheld);
