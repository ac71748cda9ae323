namespace Spotter.Learning.Datasets;

/// <summary>
/// Finds the files that a table names: relative to the table, with <c>\</c> for <c>/</c> where another system wrote it.
/// </summary>
internal sealed class TableFiles(string root)
{
    /// <exception cref="DatasetException">No file can be called so.</exception>
    public string PathOf(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw new DatasetException($"{root}: no file can be called '{name}'; a name has no NUL");
        }

        string path = Path.GetFullPath(name, root);
        if (name.Contains('\\', StringComparison.Ordinal) && !File.Exists(path))
        {
            string other = Path.GetFullPath(name.Replace('\\', '/'), root);
            return File.Exists(other) ? other : path;
        }

        return path;
    }

    public bool Exists(string name)
    {
        try
        {
            return name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal) && File.Exists(PathOf(name));
        }
        catch (PathTooLongException)
        {
            return false;
        }
    }
}
