namespace Spotter.Studio.Classifiers;

/// <summary>What is to be trained.</summary>
internal sealed record RunRequest
{
    /// <summary>The id of a data set, or the name of a known one.</summary>
    public string? Dataset { get; init; }

    /// <summary>
    /// Where the files of a known data set are on the studio's machine, from where alone it may be said; they are
    /// downloaded unless given.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>
    /// mlp, cnn-small or cnn; auto, which builds on a network that knows pictures where they are few photos in colour,
    /// else is mlp; mlp unless given.
    /// </summary>
    public string? Preset { get; init; }

    /// <summary>
    /// Layers in place of the preset's: <c>conv32,pool,dense128</c>, or <c>none</c> for no hidden one; the preset's
    /// unless given.
    /// </summary>
    public string? Layers { get; init; }

    /// <summary>1 to 1,000; the preset's own unless given.</summary>
    public int? Epochs { get; init; }

    /// <summary>
    /// How training pictures are changed at random: none, or for instance flip,shift0.1,rotate10; as the preset does
    /// unless given.
    /// </summary>
    public string? Augmentation { get; init; }

    /// <summary>Whether every class counts alike, however many pictures it has.</summary>
    public bool BalanceClasses { get; init; }
}

/// <param name="Epochs">Epochs in all; as many as were asked for at first unless given.</param>
internal sealed record ResumeRequest(int? Epochs);
