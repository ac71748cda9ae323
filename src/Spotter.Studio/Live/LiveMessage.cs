namespace Spotter.Studio.Live;

/// <summary>A whole message of a client.</summary>
/// <param name="IsText">Text, or a picture's bytes.</param>
/// <param name="Bytes">What it holds.</param>
internal readonly record struct LiveMessage(bool IsText, byte[] Bytes);
