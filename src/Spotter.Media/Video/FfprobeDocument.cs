using System.Text.Json.Serialization;
using Spotter.Networks.Text;

namespace Spotter.Media.Video;

/// <summary>
/// What <c>ffprobe -of json -show_format -show_streams -show_chapters</c> prints, as far as it is used here.
/// </summary>
internal sealed record FfprobeDocument
{
    public IReadOnlyList<FfprobeStream>? Streams { get; init; }

    public FfprobeFormat? Format { get; init; }

    public IReadOnlyList<FfprobeChapter>? Chapters { get; init; }
}

internal sealed record FfprobeChapter;

internal sealed record FfprobeFormat
{
    public string? FormatName { get; init; }

    public string? StartTime { get; init; }

    public string? Duration { get; init; }
}

internal sealed record FfprobeStream
{
    public int Index { get; init; }

    public string? CodecType { get; init; }

    public string? CodecName { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public string? RFrameRate { get; init; }

    public string? AvgFrameRate { get; init; }

    public string? SampleAspectRatio { get; init; }

    public string? ColorSpace { get; init; }

    public string? ColorTransfer { get; init; }

    public string? ColorPrimaries { get; init; }

    public string? ColorRange { get; init; }

    public string? PixFmt { get; init; }

    public string? Duration { get; init; }

    public string? NbFrames { get; init; }

    public FfprobeDisposition? Disposition { get; init; }

    public FfprobeTags? Tags { get; init; }

    public IReadOnlyList<FfprobeSideData>? SideDataList { get; init; }
}

internal sealed record FfprobeDisposition
{
    public int Default { get; init; }

    public int AttachedPic { get; init; }
}

internal sealed record FfprobeTags
{
    public string? Rotate { get; init; }

    public string? Language { get; init; }
}

internal sealed record FfprobeSideData
{
    public double? Rotation { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonRules.Names, DefaultIgnoreCondition = JsonRules.Nulls)]
[JsonSerializable(typeof(FfprobeDocument))]
internal sealed partial class FfprobeJson : JsonSerializerContext;
