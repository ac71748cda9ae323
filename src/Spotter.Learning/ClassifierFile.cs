using Spotter.Learning.Onnx;
using Spotter.Networks;
using Spotter.Networks.Weights;

namespace Spotter.Learning;

/// <summary>Files of classifiers in either form: this library's own, or ONNX as this library writes it.</summary>
public static class ClassifierFile
{
    /// <summary>Reads a classifier; the content says of which form it is, not the name.</summary>
    /// <param name="path">What <see cref="ImageClassifier.Save"/> or <see cref="OnnxFile.Save"/> wrote.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or was not written by this library; the message says
    /// what is wrong.</exception>
    public static ImageClassifier Load(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return NetworkFormat.IsNetwork(bytes) ? ImageClassifier.Load(bytes, path) : OnnxFile.Load(bytes, path);
    }
}
