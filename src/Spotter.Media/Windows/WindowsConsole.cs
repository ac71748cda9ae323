using System.Runtime.InteropServices;
using System.Text;

namespace Spotter.Media.Windows;

/// <summary>
/// Makes the console of Windows understand control sequences; terminals elsewhere do so by themselves.
/// </summary>
internal static partial class WindowsConsole
{
    private const int StandardOutput = -11;
    private const int StandardError = -12;
    private const uint VirtualTerminalProcessing = 4;

    /// <param name="useError">True for the console behind standard error, false for standard output.</param>
    public static void Prepare(bool useError)
    {
        if (!OperatingSystem.IsWindows())
        {
            return;
        }

        Console.OutputEncoding = Encoding.UTF8;
        nint handle = GetStdHandle(useError ? StandardError : StandardOutput);
        if (GetConsoleMode(handle, out uint mode))
        {
            SetConsoleMode(handle, mode | VirtualTerminalProcessing);
        }
    }

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint handle, out uint mode);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint handle, uint mode);
}
