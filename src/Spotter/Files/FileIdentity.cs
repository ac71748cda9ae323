using System.Runtime.InteropServices;

namespace Spotter.Files;

/// <summary>
/// Which file it is, whatever it is called: two hard links of one file have one identity. And of what kind.
/// </summary>
/// <param name="Device">The file system it is on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Type">What it is.</param>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode, FileType Type)
{
    /// <summary>The file that standard input is read from, where it is one.</summary>
    public const string StandardInput = "/dev/stdin";

    /// <summary>The file that standard output goes to, where it is one.</summary>
    public const string StandardOutput = "/dev/stdout";

    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint TypeAndInode = 0x101; // STATX_TYPE | STATX_INO
    private const int TypeMask = 0xF000;

    /// <summary>Null where there is no such file, or where the system does not tell: only Linux does here.</summary>
    /// <param name="path">Links are followed.</param>
    public static FileIdentity? Of(string path)
    {
        if (!OperatingSystem.IsLinux() || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return Statx(CurrentFolder, path, 0, TypeAndInode, out Status status) != 0
                ? null
                : new FileIdentity(
                    ((ulong)status.DeviceMajor << 32) | status.DeviceMinor,
                    status.Inode,
                    (FileType)(status.Mode & TypeMask)
                );
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null; // a C library of before 2018
        }
    }

    // statx(2) has one layout on all processors, which stat(2) has not.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out Status status);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct Status
    {
        [FieldOffset(28)]
        public readonly ushort Mode;

        [FieldOffset(32)]
        public readonly ulong Inode;

        [FieldOffset(136)]
        public readonly uint DeviceMajor;

        [FieldOffset(140)]
        public readonly uint DeviceMinor;
    }
}

/// <summary>Kinds of files, with the numbers of <c>st_mode</c>.</summary>
internal enum FileType
{
    Pipe = 0x1000,
    CharacterDevice = 0x2000,
    Folder = 0x4000,
    BlockDevice = 0x6000,
    File = 0x8000,
    Link = 0xA000,
    Socket = 0xC000,
}
