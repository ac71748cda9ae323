using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Spotter.Vision.Cascades;
using Spotter.Vision.Cascades.Formats;

namespace Spotter.CascadePacker;

/// <summary>Writes <see cref="CompactFormat"/>; its comment says what stands where.</summary>
internal sealed class CompactWriter
{
    private const int BrotliQuality = 11;
    private const int BrotliWindowBits = 22;

    private readonly ArrayBufferWriter<byte> _body = new();

    public static byte[] Write(CascadeModel model)
    {
        var writer = new CompactWriter();
        writer.WriteBody(model);
        ReadOnlySpan<byte> body = writer._body.WrittenSpan;
        var packed = new byte[CompactFormat.HeaderLength + BrotliEncoder.GetMaxCompressedLength(body.Length)];
        CompactFormat.Magic.CopyTo(packed);
        packed[CompactFormat.Magic.Length] = CompactFormat.Version;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(CompactFormat.Magic.Length + 1), body.Length);
        return BrotliEncoder.TryCompress(
            body,
            packed.AsSpan(CompactFormat.HeaderLength),
            out int written,
            BrotliQuality,
            BrotliWindowBits
        )
            ? packed[..(CompactFormat.HeaderLength + written)]
            : throw new InvalidOperationException("Brotli could not compress the model");
    }

    private void WriteBody(CascadeModel model)
    {
        bool isLbp = model.FeatureType == CascadeFeatureType.Lbp;
        Int(isLbp ? 1 : 0);
        Int(model.WindowSize.Width);
        Int(model.WindowSize.Height);
        Int(model.Stages.Length);
        Int(model.WeakClassifiers.Length);
        Int(model.Nodes.Length);
        Int(isLbp ? model.LbpFeatures.Length : model.HaarFeatures.Length);
        Column(model.Stages, stage => Int(stage.ClassifierCount));
        Column(model.Stages, stage => Float(stage.Threshold));
        Column(model.WeakClassifiers, weak => Int(weak.NodeCount));
        Column(model.Nodes, node => SignedInt(node.Left));
        Column(model.Nodes, node => SignedInt(node.Right));
        Column(model.Nodes, node => Int(node.Feature));
        if (!isLbp)
        {
            Column(model.Nodes, node => Float(node.Threshold));
        }

        Column(model.Subsets, Word);
        Column(model.Leaves, Float);
        if (isLbp)
        {
            Column(model.LbpFeatures, feature => Int(feature.X));
            Column(model.LbpFeatures, feature => Int(feature.Y));
            Column(model.LbpFeatures, feature => Int(feature.BlockWidth));
            Column(model.LbpFeatures, feature => Int(feature.BlockHeight));
        }
        else
        {
            WriteHaarFeatures(model.HaarFeatures);
        }
    }

    private void WriteHaarFeatures(ReadOnlySpan<HaarFeature> features)
    {
        var rectangles = new List<WeightedRectangle>();
        foreach (HaarFeature feature in features)
        {
            bool hasThird = feature.Third != default;
            Int((feature.IsTilted ? CompactFormat.TiltedFlag : 0) | (hasThird ? CompactFormat.ThirdFlag : 0));
            rectangles.Add(feature.First);
            rectangles.Add(feature.Second);
            if (hasThird)
            {
                rectangles.Add(feature.Third);
            }
        }

        rectangles.ForEach(r => Int(r.X));
        rectangles.ForEach(r => Int(r.Y));
        rectangles.ForEach(r => Int(r.Width));
        rectangles.ForEach(r => Int(r.Height));
        rectangles.ForEach(r => Float(r.Weight));
    }

    private static void Column<T>(ReadOnlySpan<T> rows, Action<T> write)
    {
        foreach (T row in rows)
        {
            write(row);
        }
    }

    private void Int(int value) => Raw(checked((uint)value));

    private void SignedInt(int value) => Raw((uint)((value << 1) ^ (value >> 31)));

    private void Raw(uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    private void Float(float value) => Word(BitConverter.SingleToInt32Bits(value));

    private void Word(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_body.GetSpan(sizeof(int)), value);
        _body.Advance(sizeof(int));
    }

    private void Byte(byte value)
    {
        _body.GetSpan(1)[0] = value;
        _body.Advance(1);
    }
}
