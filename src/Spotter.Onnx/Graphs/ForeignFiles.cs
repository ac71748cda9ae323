namespace Spotter.Onnx.Graphs;

/// <summary>Files that are often taken for networks in ONNX, by their first bytes.</summary>
internal static class ForeignFiles
{
    private static readonly (int Offset, byte[] Bytes, string What)[] Known =
    [
        (0, [.. "version https://git-lfs"u8], "it is a pointer of Git LFS to the network; fetch it with git lfs pull"),
        (0, [.. "PK\x03\x04"u8], "it is a zip file, as PyTorch's .pt files are; export the network to ONNX"),
        (0, [0x80, 2], "it is a pickle of Python, as PyTorch's .pth files are; export the network to ONNX"),
        (0, [0x89, .. "HDF"u8], "it is an HDF5 file, as Keras writes; convert it with tf2onnx"),
        (4, [.. "TFL3"u8], "it is a network of TensorFlow Lite; convert it with tf2onnx"),
        (4, [.. "ORTM"u8], "it is in ONNX Runtime's own format (.ort); use the .onnx file that it was made of"),
        (0, [.. "7767517"u8], "it is a network of ncnn; use the .onnx file that it was made of"),
        (0, [.. "<?xml"u8], "it is XML, as OpenVINO's networks are; use the .onnx file that it was made of"),
        (0, [.. "<!DOCTYPE"u8], "it is a web page; download the file itself"),
        (0, [.. "<html"u8], "it is a web page; download the file itself"),
        (0, [0x1f, 0x8b], "it is compressed; unpack it"),
        (0, [.. "GGUF"u8], "it is a language model in GGUF"),
        (0, [0xff, 0xd8, 0xff], "it is a picture"),
        (0, [0x89, .. "PNG"u8], "it is a picture"),
    ];

    /// <exception cref="GraphException">The file is empty, too large, or begins as another kind of file.</exception>
    public static void Refuse(Stream stream)
    {
        if (stream.Length == 0)
        {
            throw GraphException.Damaged("it is empty");
        }

        if (stream.Length > GraphLimits.FileBytes)
        {
            throw new GraphException(
                $"has {stream.Length >> 20} MiB, and no ONNX file has more than {GraphLimits.FileBytes >> 20}: larger "
                    + $"networks keep their weights in a file beside it"
            );
        }

        Span<byte> first = stackalloc byte[32];
        stream.Position = 0;
        first = first[..stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        foreach ((int offset, byte[] bytes, string what) in Known)
        {
            if (first.Length >= offset + bytes.Length && first.Slice(offset, bytes.Length).SequenceEqual(bytes))
            {
                throw new GraphException($"is not an ONNX network: {what}");
            }
        }
    }
}
