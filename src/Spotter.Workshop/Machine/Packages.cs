namespace Spotter.Workshop.Machine;

/// <summary>How a missing package is installed on this kind of system.</summary>
internal static class Packages
{
    public static string Advice(string debianPackage) =>
        OperatingSystem.IsLinux() ? $"on Debian: apt-get install {debianPackage}"
        : OperatingSystem.IsMacOS() ? $"with Homebrew, as {debianPackage} or its like"
        : OperatingSystem.IsWindows() ? $"with winget, as {debianPackage} or its like"
        : debianPackage;
}
