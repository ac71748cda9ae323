using System.Globalization;

namespace Spotter.Onnx.Decoders;

/// <summary>The names of classes that a network knows only by number.</summary>
internal static class CocoClasses
{
    // T.-Y. Lin et al.: Microsoft COCO, ECCV 2014: the 80 classes, in the order of their numbers.
    private static readonly string[] Coco =
    [
        "person",
        "bicycle",
        "car",
        "motorcycle",
        "airplane",
        "bus",
        "train",
        "truck",
        "boat",
        "traffic light",
        "fire hydrant",
        "stop sign",
        "parking meter",
        "bench",
        "bird",
        "cat",
        "dog",
        "horse",
        "sheep",
        "cow",
        "elephant",
        "bear",
        "zebra",
        "giraffe",
        "backpack",
        "umbrella",
        "handbag",
        "tie",
        "suitcase",
        "frisbee",
        "skis",
        "snowboard",
        "sports ball",
        "kite",
        "baseball bat",
        "baseball glove",
        "skateboard",
        "surfboard",
        "tennis racket",
        "bottle",
        "wine glass",
        "cup",
        "fork",
        "knife",
        "spoon",
        "bowl",
        "banana",
        "apple",
        "sandwich",
        "orange",
        "broccoli",
        "carrot",
        "hot dog",
        "pizza",
        "donut",
        "cake",
        "chair",
        "couch",
        "potted plant",
        "bed",
        "dining table",
        "toilet",
        "tv",
        "laptop",
        "mouse",
        "remote",
        "keyboard",
        "cell phone",
        "microwave",
        "oven",
        "toaster",
        "sink",
        "refrigerator",
        "book",
        "clock",
        "vase",
        "scissors",
        "teddy bear",
        "hair drier",
        "toothbrush",
    ];

    // The numbers that COCO's own files leave out of 1 to 90.
    private static readonly int[] LeftOut = [12, 26, 29, 30, 45, 66, 68, 69, 71, 83];

    /// <summary>The 80 classes, in their order.</summary>
    public static IReadOnlyList<string> Of80 => Coco;

    /// <summary>
    /// By the numbers of COCO's own files, 0 to 90: 0 is nothing, and numbers that stand for no class are called by
    /// their number.
    /// </summary>
    public static IReadOnlyList<string> Of91 { get; } = Numbered();

    public static IReadOnlyList<string> For(int count) =>
        count == Coco.Length ? Coco
        : count == 1 ? ["object"]
        :
        [
            .. Enumerable
                .Range(0, count)
                .Select(static number => $"class {number.ToString(CultureInfo.InvariantCulture)}"),
        ];

    private static string[] Numbered()
    {
        string[] names = [.. For(91)];
        int next = 0;
        for (int number = 1; number < names.Length; number++)
        {
            if (!LeftOut.Contains(number))
            {
                names[number] = Coco[next++];
            }
        }

        return names;
    }
}
