using System.Globalization;

namespace Spotter.Files;

/// <summary>
/// A run's own folder: <c>faces</c>, and <c>faces-2</c> where that is taken. Two runs that start at once get two. Where
/// the run wrote nothing, it is gone again afterwards.
/// </summary>
internal sealed class NumberedFolder : IDisposable
{
    private readonly string _parent;
    private readonly bool _madeParent;

    private NumberedFolder(string parent, bool madeParent, string path)
    {
        _parent = parent;
        _madeParent = madeParent;
        Path = path;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Makes it.</summary>
    /// <param name="parent">Where it goes; made where it is missing.</param>
    /// <param name="name">What it is called.</param>
    /// <exception cref="OutputException">It cannot be made.</exception>
    public static NumberedFolder Create(string parent, string name)
    {
        try
        {
            bool makesParent = !Directory.Exists(parent);
            Directory.CreateDirectory(parent);
            for (int number = 1; ; number++)
            {
                string path = System.IO.Path.Combine(
                    parent,
                    number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}")
                );
                if (!System.IO.Path.Exists(path) && TryClaim(path, OutputManifest.FileName))
                {
                    return new NumberedFolder(parent, makesParent, path);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputException.About(parent, e);
        }
    }

    /// <summary>Removes the folder where nothing was written into it.</summary>
    public void Dispose()
    {
        try
        {
            string manifest = System.IO.Path.Combine(Path, OutputManifest.FileName);
            if (Directory.EnumerateFileSystemEntries(Path).All(entry => entry == manifest))
            {
                Directory.Delete(Path, recursive: true);
                if (_madeParent)
                {
                    Directory.Delete(_parent);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else is there already, and an empty folder hurts nobody.
        }
    }

    /// <summary>
    /// Makes a folder; false where another process just did. Making a folder that is there already is no error, making
    /// a file is.
    /// </summary>
    public static bool TryClaim(string path, string fileName)
    {
        Directory.CreateDirectory(path);
        string claim = System.IO.Path.Combine(path, fileName);
        try
        {
            new FileStream(claim, FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(claim))
        {
            return false;
        }
    }
}
