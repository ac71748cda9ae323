namespace Spotter.Media.Cameras;

/// <summary>A camera of this machine.</summary>
/// <param name="Number">What is written after <c>camera:</c>; on Linux the number of <c>/dev/video</c>.</param>
/// <param name="Name">The name that the system gives it; also good after <c>camera:</c>, in part and in any
/// case.</param>
/// <param name="Device">The device as ffmpeg is told it.</param>
public sealed record Camera(int Number, string Name, string Device);
