using System.Buffers.Binary;
using System.Text;

namespace Spotter.Media.Tests.Pictures;

/// <summary>Writes HEIC files of tiles, as telephones do.</summary>
internal static class HeifBytes
{
    /// <param name="stream">HEVC with start codes: each picture on its own, its parameter sets before it.</param>
    public static byte[] Grid(
        byte[] stream,
        int columns,
        int rows,
        int tileWidth,
        int tileHeight,
        int width,
        int height
    )
    {
        List<byte[]> units = Units(stream);
        byte[][] sets = [.. units.Where(static u => Kind(u) is 32 or 33 or 34).Take(3)];
        byte[][] pictures =
        [
            .. units.Where(static u => Kind(u) < 32).Select(static u => (byte[])[.. Number(u.Length), .. u]),
        ];
        byte[] grid = [0, 0, (byte)(rows - 1), (byte)(columns - 1), .. Short(width), .. Short(height)];

        byte[] config =
        [
            1,
            1,
            0x60,
            0,
            0,
            0,
            0x90,
            0,
            0,
            0,
            0,
            0,
            30,
            0xF0,
            0,
            0xFC,
            0xFD,
            0xF8,
            0xF8,
            0,
            0,
            0x0F,
            3,
            .. sets.SelectMany(static s => (byte[])[(byte)(0x80 | Kind(s)), 0, 1, .. Short(s.Length), .. s]),
        ];
        byte[] properties = Box(
            "iprp",
            [
                .. Box(
                    "ipco",
                    [
                        .. Box("hvcC", config),
                        .. Box("ispe", [0, 0, 0, 0, .. Number(tileWidth), .. Number(tileHeight)]),
                        .. Box("ispe", [0, 0, 0, 0, .. Number(width), .. Number(height)]),
                    ]
                ),
                .. Box(
                    "ipma",
                    [
                        0,
                        0,
                        0,
                        0,
                        .. Number(pictures.Length + 1),
                        .. Enumerable
                            .Range(1, pictures.Length)
                            .SelectMany(static i => (byte[])[.. Short(i), 2, 0x81, 2]),
                        .. Short(99),
                        1,
                        3,
                    ]
                ),
            ]
        );
        byte[] items = Box(
            "iinf",
            [
                0,
                0,
                0,
                0,
                .. Short(pictures.Length + 1),
                .. Enumerable.Range(1, pictures.Length).SelectMany(static i => Item(i, "hvc1")),
                .. Item(99, "grid"),
            ]
        );
        byte[] references = Box(
            "iref",
            [
                0,
                0,
                0,
                0,
                .. Box(
                    "dimg",
                    [.. Short(99), .. Short(pictures.Length), .. Enumerable.Range(1, pictures.Length).SelectMany(Short)]
                ),
            ]
        );
        byte[] Meta(int data) =>
            Box(
                "meta",
                [
                    0,
                    0,
                    0,
                    0,
                    .. Box("pitm", [0, 0, 0, 0, .. Short(99)]),
                    .. items,
                    .. references,
                    .. properties,
                    .. Places(data),
                    .. Box("idat", grid),
                ]
            );

        byte[] Places(int data)
        {
            var box = new List<byte> { 1, 0, 0, 0, 0x44, 0, 0, (byte)(pictures.Length + 1) };
            for (int i = 0; i < pictures.Length; i++)
            {
                box.AddRange([.. Short(i + 1), 0, 0, 0, 0, 0, 1, .. Number(data), .. Number(pictures[i].Length)]);
                data += pictures[i].Length;
            }

            box.AddRange([.. Short(99), 0, 1, 0, 0, 0, 1, .. Number(0), .. Number(grid.Length)]);
            return Box("iloc", [.. box]);
        }

        byte[] type = Box("ftyp", [.. "heic"u8, 0, 0, 0, 0, .. "mif1heic"u8]);
        int start = type.Length + Meta(0).Length + 8;
        return [.. type, .. Meta(start), .. Box("mdat", [.. pictures.SelectMany(static p => p)])];
    }

    private static List<byte[]> Units(byte[] stream)
    {
        var units = new List<byte[]>();
        int start = -1;
        for (int i = 0; i + 3 <= stream.Length; i++)
        {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1)
            {
                if (start >= 0)
                {
                    units.Add(stream[start..(stream[i - 1] == 0 ? i - 1 : i)]);
                }

                start = i + 3;
            }
        }

        units.Add(stream[start..]);
        return units;
    }

    private static int Kind(byte[] unit) => (unit[0] >> 1) & 0x3F;

    private static byte[] Item(int number, string type) =>
        Box("infe", [2, 0, 0, 0, .. Short(number), 0, 0, .. Encoding.ASCII.GetBytes(type), 0]);

    private static byte[] Box(string type, byte[] content) =>
        [.. Number(content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
