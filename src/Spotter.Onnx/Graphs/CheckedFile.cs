namespace Spotter.Onnx.Graphs;

/// <summary>Opens ONNX files that others wrote.</summary>
internal static class CheckedFile
{
    /// <summary>Reads the structure of a network and checks it, before anything native sees the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="OnnxModelException">It is no network, a damaged one, or one that is made to do harm; the
    /// message is one line.</exception>
    public static OnnxFileContent Read(string path)
    {
        try
        {
            // A pipe or a device has no length, and opening one may wait for ever.
            if (new FileInfo(path) is { Exists: true, Length: 0 })
            {
                throw GraphException.Damaged("it is empty");
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            OnnxFileContent content = OnnxReader.Read(stream);
            GraphChecks.Check(content, path);
            return content;
        }
        catch (GraphException e)
        {
            throw new OnnxModelException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OnnxModelException($"{path}: cannot be read: {e.Message}", e);
        }
    }
}
