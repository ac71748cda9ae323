using System.Text;
using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>What <see cref="ChannelFormat"/> compresses: the numbers of a model, one after the other.</summary>
internal static class ChannelBody
{
    private const int JoinsPartsFlag = 1;

    private const int MaxLabelBytes = 255;

    /// <exception cref="ChannelFormatException">A number is out of range, or the body ends too early.</exception>
    public static ChannelModelData Read(ChannelReader reader)
    {
        string label = reader.Text();
        var geometry = new ChannelGeometry(reader.Byte(), reader.Byte(), reader.Byte(), reader.Byte());
        var region = new RelativeRegion(reader.Float(), reader.Float(), reader.Float(), reader.Float());
        var powers = new float[ChannelLayout.Count];
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = reader.Float();
        }

        return new ChannelModelData
        {
            Label = label,
            Geometry = geometry,
            ObjectRegion = region,
            ScalePowers = powers,
            OperatingPoint = reader.Int(),
            JoinsParts = ReadFlags(reader) == JoinsPartsFlag,
            Trees = TreeColumns.Read(reader),
        };
    }

    public static void Write(ChannelWriter writer, ChannelModelData data)
    {
        byte[] label = Encoding.UTF8.GetBytes(data.Label);
        if (label.Length > MaxLabelBytes)
        {
            throw new ArgumentException($"a label must be at most {MaxLabelBytes} bytes, got {label.Length}");
        }

        writer.Text(label);
        writer.Byte(data.Geometry.Shrink);
        writer.Byte(data.Geometry.Columns);
        writer.Byte(data.Geometry.Rows);
        writer.Byte(data.Geometry.NormalizationRadius);
        (double x, double y, double width, double height) = data.ObjectRegion;
        foreach (double edge in (ReadOnlySpan<double>)[x, y, width, height])
        {
            writer.Float((float)edge);
        }

        foreach (float power in data.ScalePowers)
        {
            writer.Float(power);
        }

        writer.Int(data.OperatingPoint);
        writer.Byte(data.JoinsParts ? JoinsPartsFlag : 0);
        TreeColumns.Write(writer, data.Trees);
    }

    private static int ReadFlags(ChannelReader reader)
    {
        int flags = reader.Byte();
        return flags <= JoinsPartsFlag
            ? flags
            : throw new ChannelFormatException($"flags {flags} are out of range, 0 to {JoinsPartsFlag}");
    }
}
