using System.Globalization;

namespace Spotter.Onnx.Graphs;

/// <summary>Where weights lie that a network keeps in a file beside it.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Offset">Where they begin.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct ExternalData(string Path, long Offset, long Length)
{
    /// <summary>
    /// Checks what a tensor says of its file: a network names files of its own folder and of folders in it, nothing
    /// else, whatever it was that wrote it.
    /// </summary>
    /// <param name="tensor">Its dimensions are checked.</param>
    /// <param name="networkPath">The file of the network.</param>
    /// <exception cref="GraphException">The file is not there, too short, or lies elsewhere.</exception>
    public static ExternalData Of(OnnxTensor tensor, string networkPath)
    {
        string name = GraphException.Quote(tensor.Name);
        string location = tensor.External.GetValueOrDefault("location", "");
        string shown = GraphException.Quote(location);
        string folder = System.IO.Path.GetFullPath(
            System.IO.Path.GetDirectoryName(networkPath) is { Length: > 0 } own ? own : "."
        );
        if (!IsInside(location))
        {
            throw new GraphException(
                $"keeps its weights {name} in \"{shown}\", which is no file of its own folder; such a network is not "
                    + $"opened"
            );
        }

        string path = System.IO.Path.Combine(folder, location.Replace('\\', '/'));
        RequireNoWayOut(folder, path, name, shown);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new GraphException(
                $"keeps its weights {name} in {shown}, which is not there; put that file into the folder of the network"
            );
        }

        long offset = Number(tensor, "offset", 0);
        long bytes = ElementTypes.BytesOf(tensor.Type, tensor.Count);
        long length = Number(tensor, "length", bytes);
        if (length != bytes)
        {
            throw new GraphException(
                $"keeps {length} bytes for its weights {name} in {shown}, and their shape "
                    + $"({string.Join('x', tensor.Dimensions)}) takes {bytes}; export it again"
            );
        }

        if (offset > file.Length || length > file.Length - offset)
        {
            throw new GraphException(
                $"keeps its weights {name} in {shown} from byte {offset} on, {length} bytes, and that file has only "
                    + $"{file.Length}; get both files again"
            );
        }

        return new ExternalData(path, offset, length);
    }

    private static bool IsInside(string location) =>
        location.Length > 0
        && !System.IO.Path.IsPathRooted(location)
        && !location.Contains(':', StringComparison.Ordinal)
        && location[0] is not ('/' or '\\' or '~')
        && !location.Any(char.IsControl)
        && !location.Split('/', '\\').Contains("..", StringComparer.Ordinal);

    // A link may be followed as long as it stays: a folder of links into a cache elsewhere is not the folder's own.
    private static void RequireNoWayOut(string folder, string path, string name, string shown)
    {
        string home = RealPath(folder);
        string real = RealPath(path);
        string inside = home.EndsWith(System.IO.Path.DirectorySeparatorChar)
            ? home
            : home + System.IO.Path.DirectorySeparatorChar;
        if (!real.StartsWith(inside, StringComparison.Ordinal))
        {
            throw new GraphException(
                $"keeps its weights {name} in {shown}, which is a link that leads out of its folder; copy the file "
                    + $"itself there"
            );
        }
    }

    // Links of every part of the way resolved; what is not there stays as it is written.
    private static string RealPath(string path)
    {
        string real = System.IO.Path.GetPathRoot(path) ?? "/";
        foreach (
            string part in path[real.Length..]
                .Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
        )
        {
            string next = System.IO.Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = Target(info) ?? next;
        }

        return real;
    }

    private static string? Target(FileSystemInfo info)
    {
        try
        {
            return info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName) : null;
        }
        catch (IOException)
        {
            // Links in a circle lead nowhere.
            return null;
        }
    }

    private static long Number(OnnxTensor tensor, string key, long usual)
    {
        if (!tensor.External.TryGetValue(key, out string? text))
        {
            return usual;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new GraphException(
                $"says \"{GraphException.Quote(text)}\" for the {key} of its weights "
                    + $"{GraphException.Quote(tensor.Name)}, which is no number of bytes; export it again"
            );
    }
}
