using System.Collections.ObjectModel;

namespace Spotter.Vision.Tracking;

/// <summary>
/// How a <see cref="Tracker"/> works. Lengths are in box sizes (the square root of width times height), so that
/// near and far objects are treated alike.
/// </summary>
public sealed record TrackerOptions
{
    /// <summary>Settings for people, faces and cars from ordinary cameras.</summary>
    public static TrackerOptions Default { get; } = new();

    /// <summary>
    /// How many detections within <see cref="ConfirmationWindow"/> passes make a track believed and shown: 1 to 32.
    /// More hides false alarms better and shows later; 1 shows at once. Default 3.
    /// </summary>
    public int ConfirmationHits
    {
        get;
        init => field = Checked(value is >= 1 and <= 32, value, nameof(ConfirmationHits), "1 to 32");
    } = 3;

    /// <summary>
    /// The last detection passes in which <see cref="ConfirmationHits"/> are counted: 1 to 32; fewer than the hits
    /// means as many. Default 5.
    /// </summary>
    public int ConfirmationWindow
    {
        get;
        init => field = Checked(value is >= 1 and <= 32, value, nameof(ConfirmationWindow), "1 to 32");
    } = 5;

    /// <summary>
    /// How long a box is still shown after the first pass that missed it: zero or more. Default 0.75 s; raise it where
    /// a missed box is worse than a stale one (hiding faces).
    /// </summary>
    public TimeSpan Linger
    {
        get;
        init => field = Checked(value >= TimeSpan.Zero, value, nameof(Linger), "zero or more");
    } = TimeSpan.FromSeconds(0.75);

    /// <summary>
    /// How long after its last detection an object can come back under its identity: zero or more. Tracks older
    /// than this are forgotten, shown or not. Default 2 s.
    /// </summary>
    public TimeSpan Memory
    {
        get;
        init => field = Checked(value >= TimeSpan.Zero, value, nameof(Memory), "zero or more");
    } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The least intersection over union of a detection and an expected box that belong together: above 0 to 1. Both
    /// boxes are first grown by the expectation's own uncertainty. Default 0.3.
    /// </summary>
    public double MinOverlap
    {
        get;
        init => field = Checked(value is > 0 and <= 1, value, nameof(MinOverlap), "above 0 and at most 1");
    } = 0.3;

    /// <summary>
    /// Detections that score lower carry tracks on but never start one (the two stages of ByteTrack). Scores have the
    /// detector's own scale, so there is no number that suits all: null, the default, goes by the mean score of what is
    /// followed. Half of it starts a track, and a track that does not reach nine tenths of it needs more than three
    /// times <see cref="ConfirmationHits"/> before it is believed. Where scores are not 0 to 1 (neighbours of a
    /// cascade), null takes every detection as high; <see cref="double.NegativeInfinity"/> always does.
    /// </summary>
    public double? HighScore { get; init; }

    /// <summary>
    /// <see cref="HighScore"/> of single labels, for several detectors with scores of their own; a label that is
    /// missing takes <see cref="HighScore"/>. Default: empty.
    /// </summary>
    public IReadOnlyDictionary<string, double> HighScoreByLabel { get; init; } =
        ReadOnlyDictionary<string, double>.Empty;

    /// <summary>
    /// Labels that are states of another one: <c>smiling</c> -> <c>face</c> keeps one identity for a face whether
    /// it smiles or not, and shows the label that prevails over <see cref="LabelTime"/>. Labels that are not named
    /// here are apart: a car never becomes a person. Default: empty.
    /// </summary>
    public IReadOnlyDictionary<string, string> LabelKinds { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// Over how long the labels of one track are weighed: zero (the last one counts) or more. Default 0.4 s.
    /// </summary>
    public TimeSpan LabelTime
    {
        get;
        init => field = Checked(value >= TimeSpan.Zero, value, nameof(LabelTime), "zero or more");
    } = TimeSpan.FromSeconds(0.4);

    /// <summary>
    /// Standard deviation of a detected centre, in box sizes: above 0. Larger trusts detections less. Default 0.05.
    /// </summary>
    public double DetectionDeviation
    {
        get;
        init => field = Checked(value is > 0 and <= 10, value, nameof(DetectionDeviation), "above 0 and at most 10");
    } = 0.05;

    /// <summary>
    /// By how much a speed changes within a second (standard deviation), in box sizes a second: above 0. Larger
    /// follows turns faster, smooths less and confuses crossings sooner. Default 0.7.
    /// </summary>
    public double Acceleration
    {
        get;
        init => field = Checked(value is > 0 and <= 1000, value, nameof(Acceleration), "above 0 and at most 1000");
    } = 0.7;

    /// <summary>
    /// Cut-off frequency of the smoothing of a box at rest, in hertz: above 0. Smaller is calmer. Default 0.5.
    /// </summary>
    public double SmoothingCutoff
    {
        get;
        init => field = Checked(value is > 0 and <= 1e6, value, nameof(SmoothingCutoff), "above 0 and at most 1e6");
    } = 0.5;

    /// <summary>
    /// By how much the cut-off frequency rises with the speed, in hertz for a box size a second: 0 or more. At any
    /// speed the smoothing lags by less than 1 / (2 pi gain) box sizes: 0.032 at the default of 5.
    /// </summary>
    public double SmoothingSpeedGain
    {
        get;
        init => field = Checked(value is >= 0 and <= 1e6, value, nameof(SmoothingSpeedGain), "0 to 1e6");
    } = 5;

    /// <summary>
    /// How far the estimate may move before the shown box follows, in box sizes: 0 to 1. It keeps a still box
    /// perfectly still and adds as much lag. Default 0.015.
    /// </summary>
    public double DeadBand
    {
        get;
        init => field = Checked(value is >= 0 and <= 1, value, nameof(DeadBand), "0 to 1");
    } = 0.015;

    /// <summary>
    /// Time from frame to frame where the caller gives no timestamps: above zero. Default 40 ms, 25 frames a second.
    /// </summary>
    public TimeSpan FrameInterval
    {
        get;
        init => field = Checked(value > TimeSpan.Zero, value, nameof(FrameInterval), "above zero");
    } = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// The most tracks at a time, tentative and lost ones included: 1 to 4096. Detections beyond, those of the
    /// lowest scores, start no track. Default 512.
    /// </summary>
    public int MaxTracks
    {
        get;
        init => field = Checked(value is >= 1 and <= 4096, value, nameof(MaxTracks), "1 to 4096");
    } = 512;

    /// <summary>The score from which a detection may start a track; null where none was named.</summary>
    internal double? HighScoreOf(string label) => HighScoreByLabel.TryGetValue(label, out double own) ? own : HighScore;

    /// <summary>The label within which identities are kept.</summary>
    internal string KindOf(string label) => LabelKinds.GetValueOrDefault(label, label);

    private static T Checked<T>(bool valid, T value, string name, string range) =>
        valid ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}, got {value}");
}
