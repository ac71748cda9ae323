namespace Spotter.Media.Windows;

/// <summary>Whether this process can open a window.</summary>
public static class Display
{
    /// <summary>
    /// True on a Windows or macOS desktop, and elsewhere when <c>DISPLAY</c> or <c>WAYLAND_DISPLAY</c> is set. A macOS
    /// login over SSH has none.
    /// </summary>
    public static bool IsAvailable
    {
        get
        {
            if (OperatingSystem.IsWindows())
            {
                return Environment.UserInteractive;
            }

            return OperatingSystem.IsMacOS() ? !IsSet("SSH_CONNECTION") : IsSet("DISPLAY") || IsSet("WAYLAND_DISPLAY");
        }
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
