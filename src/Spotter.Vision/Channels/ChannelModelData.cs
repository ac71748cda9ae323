namespace Spotter.Vision.Channels;

/// <summary>What a channel model consists of; whoever made it, it passes the same checks.</summary>
internal sealed record ChannelModelData
{
    /// <summary>Most trees of all components together: far above what boosting gains by.</summary>
    public const int MaxTrees = 1 << 16;

    /// <summary>Most components: each costs a search, and views differ in fewer ways.</summary>
    public const int MaxComponents = 32;

    /// <summary>Most bytes of a second stage: a network of half a million parameters.</summary>
    public const int MaxSecondStageLength = 2 << 20;

    // A channel that halves more than eight times an octave is no channel.
    private const float MaxPower = 8;

    public required string Label { get; init; }

    /// <summary>
    /// One for each channel: values of a picture shrunk by 2^s are 2^-(power s) times those of the picture.
    /// </summary>
    public required float[] ScalePowers { get; init; }

    /// <summary>
    /// The score from which on a window is answered, in units of <see cref="ChannelTree.ScoreUnit"/>.
    /// </summary>
    public required int OperatingPoint { get; init; }

    /// <summary>At least one; all with the same cells, so that a picture's are computed once.</summary>
    public required ChannelComponent[] Components { get; init; }

    /// <summary>Whether finds that touch are parts of one object.</summary>
    public bool JoinsParts { get; init; }

    /// <summary>Whether the windows of a group vote for its score and its box.</summary>
    public bool PoolsWindows { get; init; }

    /// <summary>A network that looks at finds again; null where there is none.</summary>
    public SecondStage? SecondStage { get; init; }

    /// <summary>Refuses whatever could send the engine outside a window or into numbers without meaning.</summary>
    /// <exception cref="ChannelFormatException">Something is wrong; the message says where and what.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Label) || Label.Any(char.IsControl))
        {
            throw new ChannelFormatException("the label is empty or has control characters");
        }

        if (ScalePowers.Length != ChannelLayout.Count || !ScalePowers.All(static power => Math.Abs(power) <= MaxPower))
        {
            throw new ChannelFormatException(
                $"there must be {ChannelLayout.Count} powers of scale, each at most {MaxPower}"
            );
        }

        if (Components.Length is 0 or > MaxComponents)
        {
            throw new ChannelFormatException($"there must be 1 to {MaxComponents} components, got {Components.Length}");
        }

        if (SecondStage is { Length: > MaxSecondStageLength })
        {
            throw new ChannelFormatException($"a second stage of {SecondStage.Length} bytes is out of range");
        }

        ValidateComponents();
        int trees = Components.Sum(static component => component.TreeCount);
        if (trees > MaxTrees)
        {
            throw new ChannelFormatException(
                $"all components together must have at most {MaxTrees} trees, got {trees}"
            );
        }
    }

    private void ValidateComponents()
    {
        ChannelGeometry first = Components[0].Geometry;
        for (int i = 0; i < Components.Length; i++)
        {
            try
            {
                Components[i].Validate();
            }
            catch (ChannelFormatException e) when (Components.Length > 1)
            {
                throw new ChannelFormatException($"component {i + 1}: {e.Message}", e);
            }

            if (!Components[i].Geometry.HasCellsOf(first))
            {
                throw new ChannelFormatException($"component {i + 1} has other cells than the first");
            }
        }
    }
}
