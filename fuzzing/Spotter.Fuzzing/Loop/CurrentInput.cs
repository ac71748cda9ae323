using System.IO.MemoryMappedFiles;

namespace Spotter.Fuzzing.Loop;

/// <summary>The input that is being read, in a file that is there when the process is not any more.</summary>
internal sealed class CurrentInput : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _capacity;

    public CurrentInput(string path, long capacity)
    {
        _capacity = capacity;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, capacity + sizeof(int));
        _view = _file.CreateViewAccessor();
    }

    public void Set(byte[] input)
    {
        int length = (int)Math.Min(input.Length, _capacity);
        _view.Write(0, length);
        _view.WriteArray(sizeof(int), input, 0, length);
    }

    public static byte[] Read(string path)
    {
        byte[] all = File.ReadAllBytes(path);
        int length = all.Length < sizeof(int) ? 0 : BitConverter.ToInt32(all);
        return all.AsSpan(sizeof(int), Math.Clamp(length, 0, all.Length - sizeof(int))).ToArray();
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
