using Spotter.Vision;
using Spotter.Vision.Detectors;

namespace Spotter.Media.Drawing;

/// <summary>Texts of faces by their state. Where both hold, both stand there.</summary>
public sealed record FaceCaptions
{
    /// <summary>What a detector of eyes calls what it finds.</summary>
    internal const string Eye = "eye";

    /// <summary>The text of a face that smiles: of what is labelled <c>smiling</c>. Null for none.</summary>
    public LabelTemplate? Smiling { get; init; }

    /// <summary>
    /// The text of a face whose eyes are open: in which something labelled <c>eye</c> was found. Detectors of eyes find
    /// open ones. Null for none.
    /// </summary>
    public LabelTemplate? EyesOpen { get; init; }

    /// <summary>The text of one detection; empty where no state holds.</summary>
    /// <param name="detection">The face.</param>
    /// <param name="all">All that was found.</param>
    public string For(Detection detection, IReadOnlyList<Detection> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        if (detection.Label == Eye)
        {
            return "";
        }

        string smiling = detection.Label == SmileNetwork.Smiling ? Smiling?.Format(detection) ?? "" : "";
        string open = EyesOpen is not null && HasEye(detection.Box, all) ? EyesOpen.Format(detection) : "";
        return smiling.Length > 0 && open.Length > 0 ? $"{smiling}, {open}" : smiling + open;
    }

    private static bool HasEye(Box face, IReadOnlyList<Detection> all) =>
        all.Any(other =>
            other.Label == Eye
            && other.Box.X + other.Box.Width / 2 is var x
            && other.Box.Y + other.Box.Height / 2 is var y
            && face.Contains(new Box(x, y, 1, 1))
        );
}
