using System.Globalization;
using Spotter.Vision;

namespace Spotter.Videos;

/// <summary>
/// An approximate distance from the height of a box, by the pinhole model: metres = focal length in pixels x real
/// height / height in the picture. It assumes that a person is 1.7 m and a car 1.5 m high, stands upright and is seen
/// whole.
/// </summary>
public sealed record DistanceScale
{
    /// <summary>What is assumed where no focal length is given: a phone or dash camera of 60 degrees across.</summary>
    public const double AssumedViewDegrees = 60;

    /// <summary>Metres from foot to head that are assumed of a person.</summary>
    public const double PersonMetres = 1.7;

    /// <summary>Metres from road to roof that are assumed of a car.</summary>
    public const double CarMetres = 1.5;

    /// <summary>
    /// The focal length in pixels, above 0; null assumes <see cref="AssumedViewDegrees"/> across the picture.
    /// </summary>
    public double? FocalPixels
    {
        get;
        init =>
            field = value is null or (> 0 and <= 1e6)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(FocalPixels),
                    value,
                    $"focal length must be above 0 and at most 1000000 pixels, got {value}"
                );
    }

    /// <summary>Nearer than this is too near; above 0, null never warns.</summary>
    public double? WarnCloserMetres
    {
        get;
        init =>
            field = value is null or (> 0 and <= 1e6)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(WarnCloserMetres),
                    value,
                    $"the distance to warn at must be above 0 and at most 1000000 metres, got {value}"
                );
    }

    /// <summary>What is warned of, in words.</summary>
    internal string Warning => string.Create(CultureInfo.InvariantCulture, $"closer than {WarnCloserMetres:0.#} m");

    /// <summary>What the distances rest on, in one line.</summary>
    public string Assumption =>
        FocalPixels is { } focal
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"distances are approximate: focal length {focal:0.#} pixels, people {PersonMetres} m and cars "
                    + $"{CarMetres} m high"
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"distances are approximate: a view of {AssumedViewDegrees} degrees across is assumed (set --focal "
                    + $"PIXELS), people {PersonMetres} m and cars {CarMetres} m high"
            );

    /// <summary>The distance to what was found; null where its real height is not known.</summary>
    /// <param name="detection">A detection of a person or a car.</param>
    /// <param name="pictureWidth">Pixels a row of the picture, 1 or more.</param>
    public double? MetresTo(Detection detection, int pictureWidth)
    {
        double? metres = detection.Label switch
        {
            "person" => PersonMetres,
            "car" => CarMetres,
            _ => null,
        };
        double focal = FocalPixels ?? pictureWidth / (2 * Math.Tan(AssumedViewDegrees / 2 * Math.PI / 180));
        return metres is { } height && detection.Box.Height > 0 ? focal * height / detection.Box.Height : null;
    }

    /// <summary>True where what was found is nearer than <see cref="WarnCloserMetres"/>.</summary>
    /// <inheritdoc cref="MetresTo"/>
    public bool IsTooClose(Detection detection, int pictureWidth) =>
        WarnCloserMetres is { } limit && MetresTo(detection, pictureWidth) < limit;
}
