// OpenCV's stock cascades, as the comments at the head of the files and opencv-data's copyright file describe them.

namespace Spotter.Vision.Models;

internal static class OpenCvCascades
{
    private const string Intel = "Intel License Agreement for the Open Source Computer Vision Library (BSD-3-Clause)";
    private const string Contributors = "OpenCV Contributors License Agreement (BSD-3-Clause)";
    private const string OpenCv = "BSD-3-Clause, as OpenCV";

    private const string Lienhart = "Rainer Lienhart (Intel), OpenCV";
    private const string Hameed = "Shameem Hameed, OpenCV";
    private const string Yu = "Shiqi Yu, trained on FERET, VALID and BioID, OpenCV";
    private const string Howse = "Joseph Howse (Nummist Media), 2014-2016, OpenCV";
    private const string Kruppa = "Hannes Kruppa and Bernt Schiele (ETH Zurich), 2004, OpenCV";
    private const string Novak = "Attila Novak (Google Summer of Code 2012), OpenCV";
    private const string Unnamed = "OpenCV; the file names no author";

    public static IReadOnlyList<ModelInfo> All { get; } =
        Array.AsReadOnly<ModelInfo>([
            new("haarcascade_eye")
            {
                Target = "open eyes of a frontal face",
                Label = "eye",
                WindowSize = new(20, 20),
                Origin = Hameed,
                License = Intel,
            },
            new("haarcascade_eye_tree_eyeglasses")
            {
                Target = "eyes of a frontal face, also behind glasses",
                Label = "eye",
                WindowSize = new(20, 20),
                Origin = Hameed,
                License = Intel,
            },
            new("haarcascade_frontalcatface")
            {
                Target = "cat faces from the front",
                Label = "cat face",
                WindowSize = new(24, 24),
                Origin = Howse,
                License = Contributors,
            },
            new("haarcascade_frontalcatface_extended")
            {
                Target = "cat faces from the front, with tilted features",
                Label = "cat face",
                WindowSize = new(24, 24),
                Origin = Howse,
                License = Contributors,
            },
            new("haarcascade_frontalface_alt")
            {
                Target = "faces from the front (gentle AdaBoost, stumps)",
                Label = "face",
                WindowSize = new(20, 20),
                Origin = Lienhart,
                License = Intel,
            },
            new("haarcascade_frontalface_alt2")
            {
                Target = "faces from the front (gentle AdaBoost, trees)",
                Label = "face",
                WindowSize = new(20, 20),
                Origin = Lienhart,
                License = Intel,

                // Measured: docs/reference/default_face_model.md.
                DefaultOptions = new DetectionOptions { MinNeighbors = 4 },
            },
            new("haarcascade_frontalface_alt_tree")
            {
                Target = "faces from the front, very few false alarms, many misses",
                Label = "face",
                WindowSize = new(20, 20),
                Origin = Lienhart,
                License = Intel,
            },
            new("haarcascade_frontalface_default")
            {
                Target = "faces from the front (discrete AdaBoost, stumps)",
                Label = "face",
                WindowSize = new(24, 24),
                Origin = Lienhart,
                License = Intel,
            },
            new("haarcascade_fullbody")
            {
                Target = "standing people from the front or behind",
                Label = "person",
                WindowSize = new(14, 28),
                Origin = Kruppa,
                License = Contributors,
            },
            new("haarcascade_lefteye_2splits")
            {
                Target = "left eyes, open or closed",
                Label = "eye",
                WindowSize = new(20, 20),
                Origin = Yu,
                License = Intel,
            },
            new("haarcascade_licence_plate_rus_16stages")
            {
                Target = "Russian licence plates, plate only",
                Label = "licence plate",
                WindowSize = new(64, 16),
                Origin = Unnamed,
                License = OpenCv,
            },
            new("haarcascade_lowerbody")
            {
                Target = "lower bodies from the front or behind",
                Label = "lower body",
                WindowSize = new(19, 23),
                Origin = Kruppa,
                License = Contributors,
            },
            new("haarcascade_profileface")
            {
                Target = "faces from the side, turned one way; flip the picture for the other",
                Label = "face",
                WindowSize = new(20, 20),
                Origin = "David Bradley (Princeton University), OpenCV",
                License = Intel,
            },
            new("haarcascade_righteye_2splits")
            {
                Target = "right eyes, open or closed",
                Label = "eye",
                WindowSize = new(20, 20),
                Origin = Yu,
                License = Intel,
            },
            new("haarcascade_russian_plate_number")
            {
                Target = "Russian licence plates",
                Label = "licence plate",
                WindowSize = new(60, 20),
                Origin = Unnamed,
                License = OpenCv,
            },
            new("haarcascade_smile")
            {
                Target = "smiling mouths, inside a face",
                Label = "smile",
                WindowSize = new(36, 18),
                Origin = "Oscar Deniz Suarez and Modesto Castrillon-Santana (Las Palmas), 2011, OpenCV",
                License = Contributors,

                // At 3 neighbours nearly every mouth, and much else, is a smile.
                DefaultOptions = new DetectionOptions { MinNeighbors = 20 },
            },
            new("haarcascade_upperbody")
            {
                Target = "heads and shoulders from the front or behind",
                Label = "upper body",
                WindowSize = new(22, 18),
                Origin = Kruppa,
                License = Contributors,
            },
            new("lbpcascade_frontalcatface")
            {
                Target = "cat faces from the front",
                Label = "cat face",
                WindowSize = new(24, 24),
                Origin = Howse,
                License = Contributors,
            },
            new("lbpcascade_frontalface")
            {
                Target = "faces from the front",
                Label = "face",
                WindowSize = new(24, 24),
                Origin = Unnamed,
                License = OpenCv,
            },
            new("lbpcascade_frontalface_improved")
            {
                Target = "faces from the front, larger than 45 pixels",
                Label = "face",
                WindowSize = new(45, 45),
                Origin = "Steven Puttemans, Can Ergun and Toon Goedeme (KU Leuven), 2017, OpenCV",
                License = Contributors,
            },
            new("lbpcascade_profileface")
            {
                Target = "faces from the side, turned to the right",
                Label = "face",
                WindowSize = new(20, 34),
                Origin = Novak,
                License = OpenCv,
            },
            new("lbpcascade_silverware")
            {
                Target = "forks, spoons and knives from above, upright in the picture",
                Label = "silverware",
                WindowSize = new(12, 80),
                Origin = Novak,
                License = OpenCv,
            },
        ]);
}
