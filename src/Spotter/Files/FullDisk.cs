namespace Spotter.Files;

/// <summary>Whether a file could not be written for want of room: nobody's mistake, and not for ever.</summary>
internal static class FullDisk
{
    // ENOSPC of all Unixes, EDQUOT of Linux and of macOS.
    private const int NoSpace = 28;
    private const int QuotaLinux = 122;
    private const int QuotaApple = 69;

    // ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL and ERROR_DISK_QUOTA_EXCEEDED.
    private const int HandleDiskFull = unchecked((int)0x80070027);
    private const int DiskFull = unchecked((int)0x80070070);
    private const int QuotaExceeded = unchecked((int)0x8007050F);

    /// <summary>Whether that is what an exception, or what it was caused by, says.</summary>
    public static bool Is(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            bool isFull =
                e.HResult is HandleDiskFull or DiskFull or QuotaExceeded
                || (!OperatingSystem.IsWindows() && e.HResult == NoSpace)
                || (OperatingSystem.IsLinux() && e.HResult == QuotaLinux)
                || (OperatingSystem.IsMacOS() && e.HResult == QuotaApple);
            if (isFull)
            {
                return true;
            }
        }

        return false;
    }
}
