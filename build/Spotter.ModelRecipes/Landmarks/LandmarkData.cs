using Spotter.Media;
using Spotter.ModelRecipes.Networks;
using Spotter.Onnx;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.Landmarks;

/// <summary>
/// Faces with what YuNet says about them: those in the labelled scenes, and crops of faces, many of which go on a
/// sheet.
/// </summary>
internal sealed class LandmarkData : IDisposable
{
    /// <summary>How many times the face's longer side a crop shows.</summary>
    public const double Around = 2.2;

    /// <summary>Pixels of a crop, each way.</summary>
    public const int Side = 104;

    private const double LeastScore = 0.75;
    private const int LeastSide = 22;
    private const int SheetCells = 5;
    private const int CellSide = 128;
    private const int Margin = 20;

    // Crops that are neighbours in a collection often show the same person.
    private const int NumbersOfGroup = 50;

    private readonly string _data;
    private readonly string _repository;
    private readonly OnnxDetector _teacher;

    public LandmarkData(string data, string repository)
    {
        _data = data;
        _repository = repository;
        _teacher = OnnxDetector.Load(Path.Combine(data, "models", "yunet", "face_detection_yunet_2023mar.onnx"));
    }

    /// <summary>The faces to learn from and those kept aside.</summary>
    public (List<LandmarkFace> Training, List<LandmarkFace> Development) Read()
    {
        (List<RecipeScene> training, List<RecipeScene> development) = new SceneReader(
            _data,
            _repository,
            NetworkRecipe.Faces,
            null
        ).Read();
        var learned = new List<LandmarkFace>();
        var aside = new List<LandmarkFace>();
        string[] withoutFaces = ["scenes-without-faces", "street-labelled", "people-indoor", "cctv-rf100"];
        foreach ((List<RecipeScene> from, List<LandmarkFace> to) in new[] { (training, learned), (development, aside) })
        {
            foreach (RecipeScene scene in from.Where(one => !withoutFaces.Contains(one.Set)))
            {
                Frame frame = Picture.Load(scene.Path);
                foreach (Detection found in _teacher.Detect(frame, new DetectionOptions { Threads = 1 }))
                {
                    Add(to, frame.Gray, found, scene.Set);
                }
            }

            Console.WriteLine($"{to.Count} faces of scenes");
        }

        foreach (string folder in new[] { "smiles-64x64", "genki-64x64-development", "faces-36x36" })
        {
            ReadCrops(folder, learned, aside);
            Console.WriteLine($"{folder}: {learned.Count} and {aside.Count} kept aside");
        }

        return (learned, aside);
    }

    public void Dispose() => _teacher.Dispose();

    private void ReadCrops(string set, List<LandmarkFace> learned, List<LandmarkFace> aside)
    {
        string[] files =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(_data, set), "*.*", SearchOption.AllDirectories)
                .Where(static path => Path.GetExtension(path) is ".jpg" or ".png" or ".webp")
                .Order(StringComparer.Ordinal),
        ];
        const int CropSide = CellSide - (2 * Margin);
        foreach ((int index, string[] sheet) in files.Chunk(SheetCells * SheetCells).Index())
        {
            int side = SheetCells * CellSide;
            var pixels = new byte[side * side * 3];
            Array.Fill(pixels, (byte)114);
            for (int i = 0; i < sheet.Length; i++)
            {
                GrayImage gray = Picture.Load(sheet[i]).Gray;
                GrayImage cell = GrayCrop.Cut(
                    gray.View,
                    0,
                    0,
                    gray.Width,
                    gray.Height,
                    new BoxSize(CropSide, CropSide)
                );
                for (int y = 0; y < CropSide; y++)
                {
                    for (int x = 0; x < CropSide; x++)
                    {
                        int to =
                            (
                                ((((i / SheetCells) * CellSide) + Margin + y) * side)
                                + ((i % SheetCells) * CellSide)
                                + Margin
                                + x
                            ) * 3;
                        pixels.AsSpan(to, 3).Fill(cell.Pixels[(y * CropSide) + x]);
                    }
                }
            }

            var frame = new Frame(new BgrImage(pixels, side, side));
            List<LandmarkFace> part = index * SheetCells * SheetCells / NumbersOfGroup % 10 == 0 ? aside : learned;
            var seen = new HashSet<int>();
            foreach (Detection found in _teacher.Detect(frame, new DetectionOptions { Threads = 1 }))
            {
                // The best find of each cell, which has to lie within it.
                int column = (found.Box.X + (found.Box.Width / 2)) / CellSide;
                int row = (found.Box.Y + (found.Box.Height / 2)) / CellSide;
                if (
                    column < SheetCells
                    && row < SheetCells
                    && seen.Add((row * SheetCells) + column)
                    && found.Box.Width > CropSide / 3
                )
                {
                    Add(part, frame.Gray, found, set);
                }
            }
        }
    }

    private static void Add(List<LandmarkFace> faces, GrayImage gray, Detection found, string source)
    {
        if (
            found.Landmarks is not { } landmarks
            || found.Score < LeastScore
            || Math.Min(found.Box.Width, found.Box.Height) < LeastSide
        )
        {
            return;
        }

        var square = TurnedSquare.Around(found.Box, Around);
        var crop = new byte[Side * Side];
        square.Cut(gray.View, Side, mirrored: false, crop);
        faces.Add(
            new LandmarkFace(
                new GrayImage(crop, Side, Side),
                [
                    .. landmarks
                        .ToArray()
                        .Select(point => square.ToSquare(point))
                        .Select(static place => new Point(place.X * Side, place.Y * Side)),
                ],
                source
            )
        );
    }
}
