namespace Spotter.Onnx.Tests;

/// <summary>
/// A network of each family that takes 96 x 64 pixels and answers one find: a box from 32, 16 to 64, 48, of class 1
/// where there are classes, with a score of 0.9. Whatever else it answers lies around its places, with scores below any
/// threshold. Written from the makers' own definitions, apart from the decoders.
/// </summary>
internal static class FamilyStubs
{
    public const int Width = 96;
    public const int Height = 64;
    public const int Classes = 3;
    private const float Score = 0.9f;
    private const float Little = 0.01f;

    // Of the find.
    private const float Left = 32;
    private const float Top = 16;
    private const float Right = 64;
    private const float Bottom = 48;

    private static readonly int[] Three = [8, 16, 32];
    private static readonly int[] Four = [8, 16, 32, 64];

    public static Dictionary<string, Func<TinyNetwork>> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["YuNet"] = () => YuNet(),
            ["SCRFD"] = () => Scrfd(),
            ["Ultra-Light"] = () => UltraLight(isDecoded: true),
            ["Ultra-Light undecoded"] = () => UltraLight(isDecoded: false),
            ["RetinaFace"] = RetinaFace,
            ["BlazeFace"] = () => BlazeFace(areLogits: true),
            ["BlazeFace with shares"] = () => BlazeFace(areLogits: false),
            ["YOLOv8"] = () => Yolo(first: 4, each: 1, isByColumn: true),
            ["YOLOv8 turned round"] = () => Yolo(first: 4, each: 1, isByColumn: false).Says("names", "['a', 'b', 'c']"),
            ["YOLOv8 in parts"] = () => Yolo(first: 4, each: 1, isByColumn: true, unit: 1),
            ["YOLOv5"] = () => Yolo(first: 5, each: 3, isByColumn: false),
            ["YOLOv6"] = () => Yolo(first: 5, each: 1, isByColumn: false, isAlwaysObject: true),
            ["YOLOX"] = () => YoloX(isDecoded: false),
            ["YOLOX decoded"] = () => YoloX(isDecoded: true),
            ["YOLOv8 with masks"] = () =>
                Yolo(4, 1, isByColumn: true, more: MapShares).Gives("output1", Maps, MapValues()),
            ["YOLOv5 with masks"] = () =>
                Yolo(5, 3, isByColumn: false, more: MapShares).Gives("proto", Maps, MapValues()),
            ["YOLOv8 with points"] = () => Yolo(4, 1, isByColumn: true, more: Points).Says("kpt_shape", "[17, 3]"),
            ["YOLOv10 with masks"] = () => YoloEndToEnd(MapShares).Gives("output1", Maps, MapValues()),
            ["YOLOv10 with points"] = () => YoloEndToEnd(Points).Says("kpt_shape", "[17, 3]"),
            ["FastestDet"] = FastestDet,
            ["YOLO-Fastest"] = () => YoloFastest(isOne: false),
            ["YOLO-Fastest as one table"] = () => YoloFastest(isOne: true),
            ["Ultra-Light of masked faces"] = () => UltraLight(isDecoded: true, classes: 2).Says("names", "['x', 'y']"),
            ["NanoDet-Plus"] = () => NanoFused(Four, static _ => 0),
            ["NanoDet fused"] = () => NanoFused(Three, static stride => (stride - 1) / (2f * stride)),
            ["NanoDet"] = () =>
                NanoScales(
                    Three,
                    static s => (s - 1) / (2f * s),
                    "input",
                    static (what, s) => $"{what}_pred_stride_{s}"
                ),
            ["PicoDet"] = () =>
                NanoScales(Four, static _ => 0.5f, "image", static (what, s) => $"transpose_{what}{s}.tmp_0"),
            ["PicoDet without suppression"] = PicoDecoded,
            ["PicoDet with suppression"] = PicoSuppressed,
            ["YOLOv10"] = () => YoloEndToEnd(static _ => []),
            ["YOLO with suppression inside, of YOLOv7"] = YoloSeven,
            ["YOLO with suppression inside, EfficientNMS"] = EfficientNms,
            ["YOLO with suppression inside, selected"] = Selected,
            ["SSD of TensorFlow"] = SsdTensorFlow,
            ["SSD of torchvision"] = () => SsdTorch(areParts: false),
            ["SSD of MLPerf"] = () => SsdTorch(areParts: true),
            ["DETR"] = () => Detr(hasNothing: true),
            ["RT-DETR"] = () => Detr(hasNothing: false),
            ["RT-DETR of Ultralytics"] = RtDetrRows,
            ["RT-DETR with labels"] = RtDetrLabels,
            ["YuNet of 2022"] = FirstYuNet,
            ["YOLOv8 raw, of logits"] = () => RawDistances(16, isFused: true, areLogits: true),
            ["YOLOv8 raw, apart"] = () => RawDistances(16, isFused: false, areLogits: false),
            ["YOLOv8 raw, of logits, as one table"] = RawTable,
            ["YOLOv6 raw, of distributions"] = () => RawDistances(17, isFused: false, areLogits: false),
            ["YOLOv6 raw"] = () => RawDistances(1, isFused: false, areLogits: false),
            ["YOLOv5 raw, of logits"] = () => RawAnchors(isMap: false, areLogits: true),
            ["YOLOv5 raw, channels last"] = () => RawAnchors(isMap: false, areLogits: false, isLast: true),
            ["YOLOv5 raw, as maps"] = () => RawAnchors(isMap: true, areLogits: false),
            ["YOLOX raw"] = () => RawYoloX(isFused: true),
            ["YOLOX raw, apart"] = () => RawYoloX(isFused: false),
            ["PP-YOLOE+"] = PpYoloe,
            ["PP-YOLOE+ with suppression"] = () => PicoSuppressed().WithSigmoids(40),
            ["YOLO-NAS"] = YoloNas,
            ["YOLO with suppression inside, of YOLO-NAS"] = YoloNasFlat,
            ["YOLOv4"] = () => YoloV4(Three),
            ["YOLOv4, coarse first"] = () => YoloV4([32, 16, 8]),
            ["RTMDet"] = RtmDet,
        };

    /// <summary>A tensor filled place by place.</summary>
    private static float[] Fill(int rows, int columns, Func<int, float[]> row, bool isByColumn = false)
    {
        float[] data = new float[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            float[] numbers = row(i);
            for (int j = 0; j < columns; j++)
            {
                data[isByColumn ? (j * rows) + i : (i * columns) + j] = numbers[j];
            }
        }

        return data;
    }

    /// <summary>Columns and rows of the cells of each stride, and whether the find belongs to it.</summary>
    private static List<(int X, int Y, int Stride, int Prior, bool IsFind)> Cells(
        int[] strides,
        int each = 1,
        bool isByPrior = false
    )
    {
        var cells = new List<(int, int, int, int, bool)>();
        foreach (int stride in strides)
        {
            (int across, int down) = ((Width + stride - 1) / stride, (Height + stride - 1) / stride);
            for (int i = 0; i < across * down * each; i++)
            {
                (int cell, int prior) = isByPrior ? (i % (across * down), i / (across * down)) : (i / each, i % each);
                (int x, int y) = (cell % across, cell / across);
                cells.Add((x, y, stride, prior, stride == 16 && x == 3 && y == 2 && prior == each - 1));
            }
        }

        return cells;
    }

    private static float[] Scores(bool isFind, int count = Classes, float much = Score, float little = Little) =>
        [.. Enumerable.Range(0, count).Select(i => isFind && i == Math.Min(1, count - 1) ? much : little)];

    private static TinyNetwork Takes(string name = "images", int channels = 3) =>
        new TinyNetwork().Takes(name, [1, channels, Height, Width]);

    private static TinyNetwork YuNet()
    {
        TinyNetwork network = Takes("input");
        foreach (int stride in Three)
        {
            var cells = Cells([stride]);
            network
                .Gives(
                    $"cls_{stride}",
                    [1, cells.Count, 1],
                    Fill(cells.Count, 1, i => [cells[i].IsFind ? 0.9f : Little])
                )
                .Gives(
                    $"obj_{stride}",
                    [1, cells.Count, 1],
                    Fill(cells.Count, 1, i => [cells[i].IsFind ? 0.9f : Little])
                )
                .Gives(
                    $"bbox_{stride}",
                    [1, cells.Count, 4],
                    Fill(cells.Count, 4, i => cells[i].IsFind ? [0, 0, MathF.Log(2), MathF.Log(2)] : [0.5f, 0.5f, 0, 0])
                )
                .Gives(
                    $"kps_{stride}",
                    [1, cells.Count, 10],
                    Fill(cells.Count, 10, _ => [-0.5f, -0.5f, 0.5f, -0.5f, 0, 0, -0.5f, 0.5f, 0.5f, 0.5f])
                );
        }

        return network;
    }

    private static TinyNetwork Scrfd()
    {
        TinyNetwork network = Takes("input.1");
        int number = 440;
        foreach (
            (int width, Func<bool, float[]> row) in new (int, Func<bool, float[]>)[]
            {
                (1, isFind => [isFind ? Score : Little]),
                (4, isFind => isFind ? [1, 1, 1, 1] : [0.5f, 0.5f, 0.5f, 0.5f]),
                (10, _ => [-0.5f, -0.5f, 0.5f, -0.5f, 0, 0, -0.5f, 0.5f, 0.5f, 0.5f]),
            }
        )
        {
            foreach (int stride in Three)
            {
                // Without a batch, as its own exporter writes them.
                var cells = Cells([stride], each: 2);
                network.Gives($"{number++}", [cells.Count, width], Fill(cells.Count, width, i => row(cells[i].IsFind)));
            }
        }

        return network;
    }

    private static TinyNetwork UltraLight(bool isDecoded, int classes = 1)
    {
        var priors = Squares((8, [10, 16, 24]), (16, [32, 48]), (32, [64, 96]), (64, [128, 192, 256]));
        int find = priors.FindIndex(static p => p is { X: 56, Y: 40, Size: 32 });
        return Takes("input")
            .Gives(
                "scores",
                [1, priors.Count, 1 + classes],
                Fill(priors.Count, 1 + classes, i => (classes, i == find) switch
                    {
                        (1, true) => [0.1f, 0.9f],
                        (1, false) => [0.99f, 0.01f],
                        (_, true) => [0.05f, 0.05f, 0.9f],
                        _ => [0.98f, 0.01f, 0.01f],
                    })
            )
            .Gives("boxes", [1, priors.Count, 4], Fill(priors.Count, 4, i => (isDecoded, i == find) switch
                    {
                        (true, true) => [Left / Width, Top / Height, Right / Width, Bottom / Height],
                        (true, false) =>
                        [
                            (priors[i].X - (priors[i].Size / 2f)) / Width,
                            (priors[i].Y - (priors[i].Size / 2f)) / Height,
                            (priors[i].X + (priors[i].Size / 2f)) / Width,
                            (priors[i].Y + (priors[i].Size / 2f)) / Height,
                        ],
                        (false, true) => [-8 / 3.2f, -8 / 3.2f, 0, 0],
                        _ => [0.1f, -0.1f, 0.2f, -0.2f],
                    }));
    }

    private static TinyNetwork RetinaFace()
    {
        var priors = Squares((8, [16, 32]), (16, [64, 128]), (32, [256, 512]));
        int find = priors.FindIndex(static p => p is { X: 52, Y: 36, Size: 32 });
        return Takes("input0")
            .Gives(
                "loc",
                [1, priors.Count, 4],
                Fill(priors.Count, 4, i => i == find ? [-4 / 3.2f, -4 / 3.2f, 0, 0] : [0.1f, 0, 0.1f, 0])
            )
            .Gives("conf", [1, priors.Count, 2], Fill(priors.Count, 2, i => i == find ? [0.1f, 0.9f] : [0.99f, 0.01f]))
            .Gives("landms", [1, priors.Count, 10], Fill(priors.Count, 10, static _ => new float[10]));
    }

    private static List<(float X, float Y, int Size)> Squares(params (int Stride, int[] Sizes)[] levels) =>
        [
            .. levels.SelectMany(level =>
                Cells([level.Stride])
                    .SelectMany(cell =>
                        level.Sizes.Select(size =>
                            ((cell.X + 0.5f) * level.Stride, (cell.Y + 0.5f) * level.Stride, size)
                        )
                    )
            ),
        ];

    // 128 x 128, channels last, as MediaPipe's: the find's middle is that of cell 5, 3 of stride 8 and an offset.
    private static TinyNetwork BlazeFace(bool areLogits)
    {
        const int Places = 896;
        const int Find = 2 * ((3 * 16) + 5);
        return new TinyNetwork()
            .Takes("input", [1, 128, 128, 3])
            .Gives(
                "regressors",
                [1, Places, 16],
                Fill(Places, 16, static i =>
                    i == Find ? [4, 4, 32, 32, 1, 2, .. new float[10]] : [0, 0, 8, 8, .. new float[12]]
                )
            )
            .Gives("classificators", [1, Places, 1], Fill(Places, 1, i => (areLogits, i == Find) switch
                    {
                        (true, true) => [MathF.Log(9)],
                        (true, false) => [-9],
                        (false, true) => [Score],
                        _ => [Little],
                    }));
    }

    // Of eight maps the first is above 0 in the left half of the picture: that is the find's mask.
    private static int[] Maps => [1, 8, Height / 4, Width / 4];

    private static float[] MapShares(bool isFind) =>
        isFind ? [1, 0, 0, 0, 0, 0, 0, 0] : [.. Enumerable.Repeat(-0.5f, 8)];

    private static float[] MapValues() =>
        [.. Enumerable.Range(0, 8 * Height / 4 * Width / 4).Select(static i => i % (Width / 4) < Width / 8 ? 1f : -1f)];

    // Seventeen points along the top of the find, each surer than the one before.
    private static float[] Points(bool isFind) =>
        [.. Enumerable.Range(0, 17).SelectMany(i => isFind ? (float[])[Left + i, Top, i / 17f] : [200, 100, Little])];

    private static TinyNetwork Yolo(
        int first,
        int each,
        bool isByColumn,
        float unit = 0,
        bool isAlwaysObject = false,
        Func<bool, float[]>? more = null
    )
    {
        more ??= static _ => [];
        var cells = Cells(Three, each, isByPrior: true);
        (float x, float y) = unit == 1 ? (Width, Height) : (1f, 1f);
        int columns = first + Classes + more(false).Length;
        float[] data = Fill(
            cells.Count,
            columns,
            i =>
            {
                (int X, int Y, int Stride, int _, bool isFind) = cells[i];
                float[] box = isFind
                    ? [48 / x, 32 / y, 32 / x, 32 / y]
                    : [(X + 0.5f) * Stride / x, (Y + 0.5f) * Stride / y, 2 * Stride / x, 2 * Stride / y];
                float[] scores = isAlwaysObject || first == 4 ? Scores(isFind) : Scores(isFind, much: 1, little: 0.4f);
                return first == 4 ? [.. box, .. scores, .. more(isFind)]
                    : isAlwaysObject ? [.. box, 1, .. scores]
                    : [.. box, isFind ? Score : Little, .. scores, .. more(isFind)];
            },
            isByColumn
        );
        return Takes().Gives("output0", isByColumn ? [1, columns, cells.Count] : [1, cells.Count, columns], data);
    }

    private static TinyNetwork YoloX(bool isDecoded)
    {
        var cells = Cells(Three);
        float[] data = Fill(cells.Count, 5 + Classes, i =>
        {
            (int X, int Y, int Stride, int _, bool isFind) = cells[i];
            float[] raw = isFind ? [0, 0, MathF.Log(2), MathF.Log(2)] : [0.5f, 0.5f, 0.1f, 0.1f];
            float[] box =
            [
                (raw[0] + X) * Stride,
                (raw[1] + Y) * Stride,
                MathF.Exp(raw[2]) * Stride,
                MathF.Exp(raw[3]) * Stride,
            ];
            return [.. isDecoded ? box : raw, isFind ? Score : Little, .. Scores(isFind, much: 1, little: 0.4f)];
        });
        return Takes().Gives("output", [1, cells.Count, 5 + Classes], data);
    }

    private static TinyNetwork FastestDet()
    {
        var cells = Cells([16]);
        return Takes("input.1")
            .Gives(
                "758",
                [1, 5 + Classes, Height / 16, Width / 16],
                Fill(
                    cells.Count,
                    5 + Classes,
                    i =>
                        cells[i].IsFind
                            ? [Score, 0, 0, MathF.Log(1 / 2f), 0, 0.05f, 0.9f, 0.05f]
                            : [Little, 0.1f, 0.1f, -2, -2, 0.5f, 0.3f, 0.2f],
                    isByColumn: true
                )
            );
    }

    private static TinyNetwork YoloFastest(bool isOne)
    {
        TinyNetwork network = Takes("input.1");
        var all = new List<float>();
        (int Stride, float[] Anchors)[] levels =
        [
            (16, [12.64f, 19.39f, 37.88f, 51.48f, 55.71f, 138.31f]),
            (32, [126.91f, 78.23f, 131.57f, 214.55f, 279.92f, 258.87f]),
        ];
        foreach ((int stride, float[] anchors) in levels)
        {
            var cells = Cells([stride]);
            float[] data = Fill(cells.Count, 15 + Classes, i =>
            {
                float[] box = [0.25f, 0.25f, MathF.Sqrt(32 / (4 * anchors[2])), MathF.Sqrt(32 / (4 * anchors[3]))];
                return cells[i].IsFind
                    ?
                    [
                        .. new float[] { 0.5f, 0.5f, 0.5f, 0.5f },
                        .. box,
                        .. new float[] { 0.5f, 0.5f, 0.5f, 0.5f, Little, Score, Little },
                        .. Scores(true, much: 1, little: 0),
                    ]
                    :
                    [
                        .. Enumerable.Range(0, 12).Select(static i => i % 4 < 2 ? 0.5f : 0.2f),
                        Little,
                        Little,
                        Little,
                        0.5f,
                        0.3f,
                        0.2f,
                    ];
            });
            if (!isOne)
            {
                int[] extents = [1, (Height + stride - 1) / stride, (Width + stride - 1) / stride, 15 + Classes];
                network.Gives($"79{stride}", extents, data);
            }

            all.AddRange(data);
        }

        if (isOne)
        {
            network.Gives("845", [all.Count / (15 + Classes), 15 + Classes], [.. all]);
        }

        return network;
    }

    private static float[] Bins(float distance)
    {
        // Shared between the two bins beside it.
        float[] logits = [.. Enumerable.Repeat(-40f, 8)];
        float share = distance - MathF.Floor(distance);
        logits[(int)distance] = MathF.Log(1 - share);
        if (share > 0)
        {
            logits[(int)distance + 1] = MathF.Log(share);
        }

        return logits;
    }

    private static float[] Distances(float x, float y, int stride, bool isFind) =>
        isFind
            ?
            [
                .. Bins((x - Left) / stride),
                .. Bins((y - Top) / stride),
                .. Bins((Right - x) / stride),
                .. Bins((Bottom - y) / stride),
            ]
            : [.. Bins(1), .. Bins(1), .. Bins(1), .. Bins(1)];

    private static TinyNetwork NanoFused(int[] strides, Func<int, float> shift)
    {
        var cells = Cells(strides);
        return Takes("data")
            .Gives(
                "output",
                [1, cells.Count, Classes + 32],
                Fill(cells.Count, Classes + 32, i =>
                    [
                        .. Scores(cells[i].IsFind),
                        .. Distances(
                            (cells[i].X + shift(cells[i].Stride)) * cells[i].Stride,
                            (cells[i].Y + shift(cells[i].Stride)) * cells[i].Stride,
                            cells[i].Stride,
                            cells[i].IsFind
                        ),
                    ]
                )
            );
    }

    private static TinyNetwork NanoScales(
        int[] strides,
        Func<int, float> shift,
        string input,
        Func<string, int, string> name
    )
    {
        TinyNetwork network = Takes(input);
        foreach (string what in (string[])["cls", "dis"])
        {
            foreach (int stride in strides)
            {
                var cells = Cells([stride]);
                int columns = what == "cls" ? Classes : 32;
                network.Gives(
                    name(what, stride),
                    [1, cells.Count, columns],
                    Fill(cells.Count, columns, i =>
                        what == "cls"
                            ? Scores(cells[i].IsFind)
                            : Distances(
                                (cells[i].X + shift(stride)) * stride,
                                (cells[i].Y + shift(stride)) * stride,
                                stride,
                                cells[i].IsFind
                            )
                    )
                );
            }
        }

        return network;
    }

    private static TinyNetwork PicoDecoded()
    {
        var cells = Cells(Four);
        return Takes("image")
            .Gives(
                "tmp_16",
                [1, cells.Count, 4],
                Fill(cells.Count, 4, i =>
                    cells[i].IsFind
                        ? [Left, Top, Right, Bottom]
                        :
                        [
                            cells[i].X * cells[i].Stride,
                            cells[i].Y * cells[i].Stride,
                            (cells[i].X + 1) * cells[i].Stride,
                            (cells[i].Y + 1) * cells[i].Stride,
                        ]
                )
            )
            .Gives(
                "concat_4.tmp_0",
                [1, Classes, cells.Count],
                Fill(cells.Count, Classes, i => Scores(cells[i].IsFind), isByColumn: true)
            );
    }

    private static TinyNetwork PicoSuppressed() =>
        Takes("image")
            .Takes("scale_factor", [1, 2])
            .Gives("multiclass_nms3_0.tmp_0", [2, 6], [1, Score, Left, Top, Right, Bottom, 0, 0.1f, 0, 0, 9, 9])
            .Gives("multiclass_nms3_0.tmp_2", [1], [2], TinyNetwork.Int32);

    private static TinyNetwork YoloEndToEnd(Func<bool, float[]> more)
    {
        int columns = 6 + more(false).Length;
        return Takes()
            .Gives(
                "output0",
                [1, 300, columns],
                Fill(300, columns, i =>
                    i == 0
                        ? [Left, Top, Right, Bottom, Score, 1, .. more(true)]
                        : [0, 0, 9, 9, Little, 2, .. more(false)]
                )
            );
    }

    private static TinyNetwork YoloSeven() =>
        Takes().Gives("output", [2, 7], [0, Left, Top, Right, Bottom, 1, Score, 0, 0, 0, 9, 9, 2, 0.1f]);

    private static TinyNetwork EfficientNms() =>
        Takes()
            .Gives("num_dets", [1, 1], [1], TinyNetwork.Int32)
            .Gives(
                "det_boxes",
                [1, 100, 4],
                Fill(100, 4, static i => i == 0 ? [Left, Top, Right, Bottom] : [1, 1, 50, 50])
            )
            .Gives("det_scores", [1, 100], Fill(100, 1, static i => [i == 0 ? Score : 0.8f]))
            .Gives("det_classes", [1, 100], Fill(100, 1, static i => [i == 0 ? 1 : 77]), TinyNetwork.Int32);

    private static TinyNetwork Selected()
    {
        var cells = Cells(Three);
        int find = cells.FindIndex(static cell => cell.IsFind);
        return Takes()
            .Gives(
                "boxes",
                [1, cells.Count, 4],
                Fill(cells.Count, 4, i =>
                    cells[i].IsFind
                        ? [48, 32, 32, 32]
                        :
                        [
                            (cells[i].X + 0.5f) * cells[i].Stride,
                            (cells[i].Y + 0.5f) * cells[i].Stride,
                            cells[i].Stride,
                            cells[i].Stride,
                        ]
                )
            )
            .Gives(
                "scores",
                [1, Classes, cells.Count],
                Fill(cells.Count, Classes, i => Scores(cells[i].IsFind), isByColumn: true)
            )
            .Gives("selected_indices", [2, 3], [0, 1, find, 0, 2, 0], TinyNetwork.Int64);
    }

    private static TinyNetwork SsdTensorFlow() =>
        new TinyNetwork()
            .Takes("image_tensor:0", [-1, -1, -1, 3], TinyNetwork.Byte)
            .Gives("num_detections:0", [1], [2])
            .Gives("detection_boxes:0", [1, 2, 4], [Top / 64, Left / 96, Bottom / 64, Right / 96, 0, 0, 0.1f, 0.1f])
            .Gives("detection_scores:0", [1, 2], [Score, 0.1f])
            .Gives("detection_classes:0", [1, 2], [2, 1]);

    private static TinyNetwork SsdTorch(bool areParts)
    {
        (float x, float y) = areParts ? (Width, Height) : (1f, 1f);
        return (areParts ? Takes("image") : new TinyNetwork().Takes("images", [3, Height, Width]))
            .Gives(
                areParts ? "bboxes" : "boxes",
                areParts ? [1, 2, 4] : [2, 4],
                [Left / x, Top / y, Right / x, Bottom / y, 0, 0, 9 / x, 9 / y]
            )
            .Gives("labels", areParts ? [1, 2] : [2], [2, 1], TinyNetwork.Int64)
            .Gives("scores", areParts ? [1, 2] : [2], [Score, 0.1f]);
    }

    private static TinyNetwork Detr(bool hasNothing)
    {
        float[] find = hasNothing ? [0, MathF.Log(27), 0, MathF.Log(1)] : [-9, MathF.Log(9), -9];
        float[] nothing = hasNothing ? [0, 0, 0, 9] : [-6, -6, -6];
        return new TinyNetwork()
            .Takes("pixel_values", [1, 3, Height, Width])
            .Takes("pixel_mask", [1, Height, Width], TinyNetwork.Int64)
            .Gives("logits", [1, 100, find.Length], Fill(100, find.Length, i => i == 7 ? find : nothing))
            .Gives(
                "pred_boxes",
                [1, 100, 4],
                Fill(100, 4, static i => i == 7 ? [48f / 96, 0.5f, 32f / 96, 0.5f] : [0.2f, 0.3f, 0.1f, 0.2f])
            );
    }

    private static TinyNetwork RtDetrRows() =>
        Takes()
            .Gives(
                "output0",
                [1, 300, 4 + Classes],
                Fill(300, 4 + Classes, static i =>
                    i == 7
                        ? [48f / 96, 0.5f, 32f / 96, 0.5f, .. Scores(true)]
                        : [0.2f, 0.3f, 0.1f, 0.2f, .. Scores(false)]
                )
            );

    private static TinyNetwork RtDetrLabels() =>
        Takes()
            .Takes("orig_target_sizes", [1, 2], TinyNetwork.Int64)
            .Gives("labels", [1, 300], Fill(300, 1, static i => [i == 7 ? 1 : 0]), TinyNetwork.Int64)
            .Gives("boxes", [1, 300, 4], Fill(300, 4, static i => i == 7 ? [Left, Top, Right, Bottom] : [1, 2, 30, 40]))
            .Gives("scores", [1, 300], Fill(300, 1, static i => [i == 7 ? Score : Little]));

    private static float Logit(float share) => MathF.Log(share / (1 - share));

    private static float[] BinsOf(float distance, int bins) =>
        bins == 1 ? [distance] : [.. Bins(distance), .. Enumerable.Repeat(-40f, bins - 8)];

    private static float[] DistancesOf((int X, int Y, int Stride, int Prior, bool IsFind) cell, int bins)
    {
        (float x, float y) = ((cell.X + 0.5f) * cell.Stride, (cell.Y + 0.5f) * cell.Stride);
        float[] sides = cell.IsFind
            ? [(x - Left) / cell.Stride, (y - Top) / cell.Stride, (Right - x) / cell.Stride, (Bottom - y) / cell.Stride]
            : [1, 1, 1, 1];
        return [.. sides.SelectMany(side => BinsOf(side, bins))];
    }

    /// <summary>A map a scale, or one for the distances, one for the scores and one for their sum.</summary>
    private static TinyNetwork RawDistances(int bins, bool isFused, bool areLogits)
    {
        TinyNetwork network = Takes();
        foreach (int stride in Three)
        {
            var cells = Cells([stride]);
            Func<int, float[]> scores = i =>
                [.. Scores(cells[i].IsFind).Select(score => areLogits ? Logit(score) : score)];
            (string Name, Func<int, float[]> Row)[] outputs = isFused
                ? [("", i => [.. DistancesOf(cells[i], bins), .. scores(i)])]
                :
                [
                    ("reg", i => DistancesOf(cells[i], bins)),
                    ("cls", scores),
                    ("sum", i => [Math.Min(1, scores(i).Sum())]),
                ];
            foreach ((string name, Func<int, float[]> row) in outputs)
            {
                int channels = row(0).Length;
                network.Gives(
                    $"{name}{stride}",
                    [1, channels, (Height + stride - 1) / stride, (Width + stride - 1) / stride],
                    Fill(cells.Count, channels, row, isByColumn: true)
                );
            }
        }

        return network;
    }

    private static TinyNetwork RawTable()
    {
        var cells = Cells(Three);
        return Takes()
            .Gives(
                "cat",
                [1, 64 + Classes, cells.Count],
                Fill(
                    cells.Count,
                    64 + Classes,
                    i => [.. DistancesOf(cells[i], 16), .. Scores(cells[i].IsFind).Select(Logit)],
                    isByColumn: true
                )
            );
    }

    /// <summary>(1, 3, H, W, 5 + classes), (1, H, W, 3, 5 + classes) or (1, 3 * (5 + classes), H, W).</summary>
    private static TinyNetwork RawAnchors(bool isMap, bool areLogits, bool isLast = false)
    {
        const int Columns = 5 + Classes;
        TinyNetwork network = Takes();
        foreach (int stride in Three)
        {
            (int across, int down) = ((Width + stride - 1) / stride, (Height + stride - 1) / stride);
            var cells = Cells([stride], each: 3, isByPrior: !isLast);
            float[] Row(int i)
            {
                // The last box of this scale begins as 59 by 119 pixels.
                float[] shares = cells[i].IsFind
                    ?
                    [
                        0.25f,
                        0.25f,
                        MathF.Sqrt(32 / (4 * 59f)),
                        MathF.Sqrt(32 / (4 * 119f)),
                        Score,
                        0.01f,
                        0.999f,
                        0.01f,
                    ]
                    : [0.5f, 0.5f, 0.5f, 0.5f, Little, 0.4f, 0.4f, 0.4f];
                return areLogits ? Array.ConvertAll(shares, Logit) : shares;
            }

            int[] extents =
                isMap ? [1, 3 * Columns, down, across]
                : isLast ? [1, down, across, 3, Columns]
                : [1, 3, down, across, Columns];
            float[] data = isMap
                ?
                [
                    .. Enumerable
                        .Range(0, 3)
                        .SelectMany(prior =>
                            Fill(across * down, Columns, i => Row((prior * across * down) + i), isByColumn: true)
                        ),
                ]
                : Fill(cells.Count, Columns, Row);
            network.Gives($"stride{stride}", extents, data);
        }

        return network;
    }

    private static TinyNetwork RawYoloX(bool isFused)
    {
        TinyNetwork network = Takes();
        foreach (int stride in Three)
        {
            var cells = Cells([stride]);
            Func<int, float[]> reg = i =>
                cells[i].IsFind ? [0, 0, MathF.Log(2), MathF.Log(2)] : [0.5f, 0.5f, -0.1f, 0.1f];
            Func<int, float[]> obj = i => [cells[i].IsFind ? Score : Little];
            Func<int, float[]> cls = i => Scores(cells[i].IsFind, much: 1, little: 0.4f);
            Func<int, float[]>[] outputs = isFused ? [i => [.. reg(i), .. obj(i), .. cls(i)]] : [reg, obj, cls];
            foreach ((int number, Func<int, float[]> row) in outputs.Index())
            {
                int channels = row(0).Length;
                network.Gives(
                    $"{stride}_{number}",
                    [1, channels, (Height + stride - 1) / stride, (Width + stride - 1) / stride],
                    Fill(cells.Count, channels, row, isByColumn: true)
                );
            }
        }

        return network;
    }

    private static float[] CornersOf((int X, int Y, int Stride, int Prior, bool IsFind) cell) =>
        cell.IsFind
            ? [Left, Top, Right, Bottom]
            : [cell.X * cell.Stride, cell.Y * cell.Stride, (cell.X + 1) * cell.Stride, (cell.Y + 1) * cell.Stride];

    private static TinyNetwork PpYoloe()
    {
        var cells = Cells([32, 16, 8]);
        return Takes("image")
            .Takes("scale_factor", [1, 2])
            .Gives("tmp_17", [1, cells.Count, 4], Fill(cells.Count, 4, i => CornersOf(cells[i])))
            .Gives(
                "concat_14.tmp_0",
                [1, Classes, cells.Count],
                Fill(cells.Count, Classes, i => Scores(cells[i].IsFind), isByColumn: true)
            );
    }

    private static TinyNetwork YoloNas()
    {
        var cells = Cells(Three);
        return Takes("input.1")
            .Gives("913", [1, cells.Count, 4], Fill(cells.Count, 4, i => CornersOf(cells[i])))
            .Gives("904", [1, cells.Count, Classes], Fill(cells.Count, Classes, i => Scores(cells[i].IsFind)));
    }

    private static TinyNetwork YoloNasFlat() =>
        Takes()
            .Gives("graph2_flat_predictions", [2, 7], [0, Left, Top, Right, Bottom, Score, 1, 0, 0, 0, 9, 9, 0.1f, 2]);

    private static TinyNetwork YoloV4(int[] strides)
    {
        var cells = Cells(strides, each: 3, isByPrior: true);
        return Takes("input")
            .Gives("boxes", [1, cells.Count, 1, 4], Fill(cells.Count, 4, i =>
                {
                    float[] corners = CornersOf(cells[i]);
                    return [corners[0] / Width, corners[1] / Height, corners[2] / Width, corners[3] / Height];
                }))
            .Gives("confs", [1, cells.Count, Classes], Fill(cells.Count, Classes, i => Scores(cells[i].IsFind)));
    }

    private static TinyNetwork RtmDet() =>
        Takes("input")
            .Gives(
                "dets",
                [1, 100, 5],
                Fill(100, 5, static i => i == 3 ? [Left, Top, Right, Bottom, Score] : [1, 2, 30, 40, Little])
            )
            .Gives("labels", [1, 100], Fill(100, 1, static i => [i == 3 ? 1 : 0]), TinyNetwork.Int64);

    private static TinyNetwork FirstYuNet()
    {
        var priors = Squares((8, [10, 16, 24]), (16, [32, 48]), (32, [64, 96]), (64, [128, 192, 256]));
        int find = priors.FindIndex(static p => p is { X: 56, Y: 40, Size: 32 });
        return Takes("input")
            .Gives(
                "loc",
                [1, priors.Count, 14],
                Fill(priors.Count, 14, i =>
                    i == find
                        ? [-8 / 3.2f, -8 / 3.2f, 0, 0, -8, -8, 0, -8, -4, -4, -8, 0, 0, 0]
                        : [0.1f, -0.1f, 0.2f, -0.2f, -1, -1, 1, -1, 0, 0, -1, 1, 1, 1]
                )
            )
            .Gives("conf", [1, priors.Count, 2], Fill(priors.Count, 2, i => i == find ? [0.1f, 0.9f] : [0.99f, 0.01f]))
            // A regression, which is below 0 as well where there is nothing.
            .Gives("iou", [1, priors.Count, 1], Fill(priors.Count, 1, i => [i == find ? Score : -0.2f]));
    }
}
