namespace Spotter.Onnx.Graphs;

/// <summary>What the elements of a tensor are, by the numbers of the ONNX format.</summary>
internal enum ElementType
{
    Undefined = 0,
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Bool = 9,
    Half = 10,
    Double = 11,
    UInt32 = 12,
    UInt64 = 13,
    Complex64 = 14,
    Complex128 = 15,
    BFloat16 = 16,
    Float8E4M3FN = 17,
    Float8E4M3FNUZ = 18,
    Float8E5M2 = 19,
    Float8E5M2FNUZ = 20,
    UInt4 = 21,
    Int4 = 22,
    Float4E2M1 = 23,
}

internal static class ElementTypes
{
    /// <summary>Bits an element; 0 where it has no size of its own, as text.</summary>
    public static int BitsOf(ElementType type) =>
        type switch
        {
            ElementType.UInt4 or ElementType.Int4 or ElementType.Float4E2M1 => 4,
            ElementType.UInt8
            or ElementType.Int8
            or ElementType.Bool
            or ElementType.Float8E4M3FN
            or ElementType.Float8E4M3FNUZ
            or ElementType.Float8E5M2
            or ElementType.Float8E5M2FNUZ => 8,
            ElementType.UInt16 or ElementType.Int16 or ElementType.Half or ElementType.BFloat16 => 16,
            ElementType.Float or ElementType.Int32 or ElementType.UInt32 => 32,
            ElementType.Double or ElementType.Int64 or ElementType.UInt64 or ElementType.Complex64 => 64,
            ElementType.Complex128 => 128,
            _ => 0,
        };

    /// <summary>Bytes that so many elements take, rounded up.</summary>
    public static long BytesOf(ElementType type, long count) => ((count * BitsOf(type)) + 7) / 8;
}
