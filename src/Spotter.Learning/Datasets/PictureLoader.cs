using Spotter.Vision.Images;

namespace Spotter.Learning.Datasets;

/// <summary>Decodes a picture file and scales it to a size. This library decodes no pictures itself.</summary>
/// <param name="path">The file.</param>
/// <param name="width">Pixels a row that the result must have.</param>
/// <param name="height">Rows that the result must have.</param>
/// <exception cref="IOException">The file cannot be read or decoded.</exception>
public delegate BgrImage PictureLoader(string path, int width, int height);
