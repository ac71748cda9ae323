using System.Globalization;
using Spotter.Networks.Files;

namespace Spotter.Files;

/// <summary>
/// Decides what a run may write over. Never one of its inputs, whatever they are called; and nothing that is there
/// already unless an earlier run wrote it and nobody has changed it since, or the user said to overwrite.
/// </summary>
/// <remarks>
/// Each file is claimed before the work begins, so that nobody learns after hours that the result has no place to go,
/// and noted when it is written. Calls may come from several threads.
/// </remarks>
public sealed class Outputs
{
    private readonly Lock _lock = new();
    private readonly bool _overwrites;
    private readonly RealPath _real = new();
    private readonly Dictionary<string, OutputManifest> _manifests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _numbered = new(StringComparer.OrdinalIgnoreCase);

    // Case is ignored on every system: on some, A.jpg would replace a.jpg.
    private readonly HashSet<string> _inputs = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<FileIdentity> _inputFiles = [];

    /// <param name="inputs">The files that the run reads; what is no file is left out.</param>
    /// <param name="overwrite">Whether files of another hand may be replaced; inputs never are.</param>
    public Outputs(IEnumerable<string>? inputs = null, bool overwrite = false)
    {
        _overwrites = overwrite;
        AddInputs(inputs ?? []);
    }

    /// <summary>Adds files that the run reads.</summary>
    public void AddInputs(IEnumerable<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        lock (_lock)
        {
            foreach (string input in inputs.Where(File.Exists))
            {
                _inputs.Add(_real.Of(input));
                if (FileIdentity.Of(input) is { Type: FileType.File } file)
                {
                    _inputFiles.Add(file);
                }
            }
        }
    }

    /// <summary>Asks for the right to write a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The same path.</returns>
    /// <exception cref="OutputException">It is an input, or another hand's; the message says what to do.</exception>
    public string Claim(string path) => Claim(path, isNumbered: false, isOurs: false);

    /// <summary>The same, where it may be known that what is there is ours although nobody noted it.</summary>
    internal string Claim(string path, bool isOurs) => Claim(path, isNumbered: false, isOurs);

    private string Claim(string path, bool isNumbered, bool isOurs)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        lock (_lock)
        {
            string real = Path.GetFullPath(path);
            if (
                !isNumbered
                && StemOfNumbered(Path.ChangeExtension(real, null)) is { } stem
                && _numbered.Contains(stem + Path.GetExtension(real))
            )
            {
                throw new OutputException(
                    $"{path}: is also the name of something that is cut out; name another folder with --crops"
                );
            }

            if (_claimed.Contains(real))
            {
                return path;
            }

            if (IsInput(path))
            {
                throw new OutputException(
                    $"{path}: is one of the inputs and would be replaced; name another file or folder with --output"
                );
            }

            if (!_overwrites && !isOurs && IsThere(path) && !ManifestOf(path).IsOurs(Path.GetFileName(path)))
            {
                throw new OutputException(
                    $"{path}: is there already and is nothing that an earlier run left so; name another place with "
                        + $"--output, or replace it with --overwrite"
                );
            }

            _claimed.Add(real);
            return path;
        }
    }

    /// <summary>
    /// Asks for the right to write files of which nobody knows yet how many there will be: <c>STEM-1.png</c> and so on.
    /// </summary>
    /// <param name="stems">Each a folder and the beginning of the names.</param>
    /// <param name="extension">The end of the names, with its dot.</param>
    /// <exception cref="OutputException">Another hand has a file of such a name.</exception>
    public void ClaimNumbered(IEnumerable<string> stems, string extension)
    {
        ArgumentNullException.ThrowIfNull(stems);
        foreach (
            IGrouping<string, string> inFolder in stems
                .Select(Path.GetFullPath)
                .GroupBy(static stem => Path.GetDirectoryName(stem)!, StringComparer.Ordinal)
        )
        {
            // Whoever claims a name of these later would lose it to them, or they to it.
            _numbered.UnionWith(inFolder.Select(stem => stem + extension));
            var wanted = new HashSet<string>(inFolder.Select(Path.GetFileName)!, StringComparer.OrdinalIgnoreCase);
            foreach (
                string path in Existing(inFolder.Key)
                    .Where(path => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            )
            {
                if (StemOfNumbered(Path.GetFileNameWithoutExtension(path)) is { } stem && wanted.Contains(stem))
                {
                    Claim(path, isNumbered: true, isOurs: false);
                }
            }
        }
    }

    /// <summary>
    /// Looks that what is printed does not go into a file that is read, as <c>&gt;&gt;</c> of a shell may do.
    /// </summary>
    /// <exception cref="OutputException">It does.</exception>
    public void CheckStandardOutput()
    {
        lock (_lock)
        {
            if (
                FileIdentity.Of(FileIdentity.StandardOutput) is { Type: FileType.File } file
                && _inputFiles.Contains(file)
            )
            {
                throw new OutputException(
                    $"{_real.Of(FileIdentity.StandardOutput)}: is one of the inputs, and standard output goes there; "
                        + $"send it elsewhere"
                );
            }
        }
    }

    /// <summary>Notes that a file was written, so that a later run knows it for ours.</summary>
    public void Note(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        lock (_lock)
        {
            ManifestOf(path).Add(Path.GetFileName(path));
        }
    }

    /// <summary>Writes a file of which all the content is known.</summary>
    /// <exception cref="OutputException">It may not, or cannot, be written.</exception>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        Claim(path);
        try
        {
            WholeFile.Write(path, content);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw OutputException.About(path, e);
        }

        Note(path);
    }

    /// <summary>What an earlier run left in a folder and this one does not replace.</summary>
    internal IReadOnlyList<string> LeftBehind(string folder)
    {
        lock (_lock)
        {
            string full = Path.GetFullPath(folder);
            return [.. new OutputManifest(full).Names.Where(name => !_claimed.Contains(Path.Combine(full, name)))];
        }
    }

    private bool IsInput(string path) =>
        _inputs.Contains(_real.Of(path)) || (FileIdentity.Of(path) is { } file && _inputFiles.Contains(file));

    // A link that leads nowhere is somebody's too.
    private static bool IsThere(string path) => File.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private OutputManifest ManifestOf(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!_manifests.TryGetValue(folder, out OutputManifest? manifest))
        {
            manifest = new OutputManifest(folder);
            _manifests.Add(folder, manifest);
        }

        return manifest;
    }

    private static string[] Existing(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputException.About(folder, e);
        }
    }

    private static string? StemOfNumbered(string name) =>
        name.LastIndexOf('-') is >= 0 and int dash
        && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? name[..dash]
            : null;
}
