namespace Spotter.Onnx.Graphs;

/// <summary>How the elements of a tensor are written that lie in fields instead of raw bytes.</summary>
internal static class SegmentReader
{
    /// <summary>The encoding of an element of a field of a tensor.</summary>
    public static WireType ElementOf(int field) =>
        field switch
        {
            4 => WireType.Fixed32,
            10 => WireType.Fixed64,
            _ => WireType.Varint,
        };

    /// <summary>Whether elements of a type may lie in a field.</summary>
    public static bool Holds(int field, ElementType type) =>
        field switch
        {
            4 => type is ElementType.Float or ElementType.Complex64,
            5 => ElementTypes.BitsOf(type) is > 0 and <= 16 || type == ElementType.Int32,
            7 => type == ElementType.Int64,
            10 => type is ElementType.Double or ElementType.Complex128,
            11 => type is ElementType.UInt64 or ElementType.UInt32,
            _ => false,
        };
}
