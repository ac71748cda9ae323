using System.Text;
using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>What <see cref="ChannelFormat"/> compresses: the numbers of a model, one after the other.</summary>
internal static class ChannelBody
{
    private const int JoinsPartsFlag = 1;
    private const int PoolsWindowsFlag = 2;
    private const int AllFlags = JoinsPartsFlag | PoolsWindowsFlag;

    private const int MirroredTwinFlag = 1;
    private const int AtEdgeFlag = 2;

    private const int MaxLabelBytes = 255;

    /// <summary>The lowest version that can say everything about a model.</summary>
    public static byte VersionFor(ChannelModelData data) =>
        data.SecondStage is not null ? ChannelFormat.SecondStageVersion
        : data.Components is not [{ HasMirroredTwin: false, IsAtEdge: false, Offset: 0 }]
            ? ChannelFormat.ComponentsVersion
        : FlagsOf(data) != 0 ? ChannelFormat.FlagsVersion
        : ChannelFormat.FirstVersion;

    /// <exception cref="ChannelFormatException">A number is out of range, or the body ends too early.</exception>
    public static ChannelModelData Read(ChannelReader reader, byte version)
    {
        string label = reader.Text();
        return version < ChannelFormat.ComponentsVersion
            ? ReadSingle(reader, label, version)
            : ReadComponents(reader, label, version);
    }

    public static void Write(ChannelWriter writer, ChannelModelData data, byte version)
    {
        byte[] label = Encoding.UTF8.GetBytes(data.Label);
        if (label.Length > MaxLabelBytes)
        {
            throw new ArgumentException($"a label must be at most {MaxLabelBytes} bytes, got {label.Length}");
        }

        writer.Text(label);
        if (version < ChannelFormat.ComponentsVersion)
        {
            WriteSingle(writer, data, version);
        }
        else
        {
            WriteComponents(writer, data);
        }

        if (data.SecondStage is { } secondStage)
        {
            writer.Int(secondStage.Length);
            writer.Bytes(secondStage.Bytes.Span);
        }
    }

    private static int FlagsOf(ChannelModelData data) =>
        (data.JoinsParts ? JoinsPartsFlag : 0) | (data.PoolsWindows ? PoolsWindowsFlag : 0);

    private static ChannelModelData ReadSingle(ChannelReader reader, string label, byte version)
    {
        var geometry = new ChannelGeometry(reader.Byte(), reader.Byte(), reader.Byte(), reader.Byte());
        RelativeRegion region = ReadRegion(reader);
        float[] powers = ReadPowers(reader);
        int operatingPoint = reader.Int();
        int flags = version == ChannelFormat.FirstVersion ? 0 : ReadFlags(reader, AllFlags);
        return Data(
            label,
            powers,
            operatingPoint,
            flags,
            [new ChannelComponent(geometry, region, TreeColumns.Read(reader))]
        );
    }

    private static void WriteSingle(ChannelWriter writer, ChannelModelData data, byte version)
    {
        ChannelComponent component = data.Components[0];
        writer.Byte(component.Geometry.Shrink);
        writer.Byte(component.Geometry.Columns);
        writer.Byte(component.Geometry.Rows);
        writer.Byte(component.Geometry.NormalizationRadius);
        WriteRegion(writer, component.ObjectRegion);
        WritePowers(writer, data.ScalePowers);
        writer.Int(data.OperatingPoint);
        if (version != ChannelFormat.FirstVersion)
        {
            writer.Byte(FlagsOf(data));
        }

        TreeColumns.Write(writer, component.Trees);
    }

    private static ChannelModelData ReadComponents(ChannelReader reader, string label, byte version)
    {
        int shrink = reader.Byte();
        int radius = reader.Byte();
        float[] powers = ReadPowers(reader);
        int operatingPoint = reader.Int();
        int flags = ReadFlags(reader, AllFlags);
        int count = reader.Byte();
        if (count is 0 or > ChannelModelData.MaxComponents)
        {
            throw new ChannelFormatException(
                $"there must be 1 to {ChannelModelData.MaxComponents} components, got {count}"
            );
        }

        var components = new ChannelComponent[count];
        for (int i = 0; i < components.Length; i++)
        {
            var geometry = new ChannelGeometry(shrink, reader.Byte(), reader.Byte(), radius);
            RelativeRegion region = ReadRegion(reader);
            int offset = reader.Int();
            int place = ReadFlags(reader, MirroredTwinFlag | AtEdgeFlag);
            components[i] = new ChannelComponent(
                geometry,
                region,
                TreeColumns.Read(reader),
                offset,
                (place & MirroredTwinFlag) != 0
            )
            {
                IsAtEdge = (place & AtEdgeFlag) != 0,
            };
        }

        ChannelModelData data = Data(label, powers, operatingPoint, flags, components);
        return version < ChannelFormat.SecondStageVersion
            ? data
            : data with
            {
                SecondStage = SecondStage.Read(reader.Bytes(ReadLength(reader)).ToArray()),
            };
    }

    private static void WriteComponents(ChannelWriter writer, ChannelModelData data)
    {
        writer.Byte(data.Components[0].Geometry.Shrink);
        writer.Byte(data.Components[0].Geometry.NormalizationRadius);
        WritePowers(writer, data.ScalePowers);
        writer.Int(data.OperatingPoint);
        writer.Byte(FlagsOf(data));
        writer.Byte(data.Components.Length);
        foreach (ChannelComponent component in data.Components)
        {
            writer.Byte(component.Geometry.Columns);
            writer.Byte(component.Geometry.Rows);
            WriteRegion(writer, component.ObjectRegion);
            writer.Int(component.Offset);
            writer.Byte((component.HasMirroredTwin ? MirroredTwinFlag : 0) | (component.IsAtEdge ? AtEdgeFlag : 0));
            TreeColumns.Write(writer, component.Trees);
        }
    }

    private static ChannelModelData Data(
        string label,
        float[] powers,
        int operatingPoint,
        int flags,
        ChannelComponent[] components
    ) =>
        new()
        {
            Label = label,
            ScalePowers = powers,
            OperatingPoint = operatingPoint,
            Components = components,
            JoinsParts = (flags & JoinsPartsFlag) != 0,
            PoolsWindows = (flags & PoolsWindowsFlag) != 0,
        };

    private static int ReadFlags(ChannelReader reader, int all)
    {
        int flags = reader.Byte();
        return flags <= all ? flags : throw new ChannelFormatException($"flags {flags} are out of range, 0 to {all}");
    }

    private static int ReadLength(ChannelReader reader)
    {
        int length = reader.Int();
        return length is > 0 and <= ChannelModelData.MaxSecondStageLength
            ? length
            : throw new ChannelFormatException($"a second stage of {length} bytes is out of range");
    }

    private static RelativeRegion ReadRegion(ChannelReader reader) =>
        new(reader.Float(), reader.Float(), reader.Float(), reader.Float());

    private static void WriteRegion(ChannelWriter writer, RelativeRegion region)
    {
        foreach (double edge in (ReadOnlySpan<double>)[region.X, region.Y, region.Width, region.Height])
        {
            writer.Float((float)edge);
        }
    }

    private static float[] ReadPowers(ChannelReader reader)
    {
        var powers = new float[ChannelLayout.Count];
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = reader.Float();
        }

        return powers;
    }

    private static void WritePowers(ChannelWriter writer, float[] powers)
    {
        foreach (float power in powers)
        {
            writer.Float(power);
        }
    }
}
