namespace Spotter.Workshop.Labels;

/// <summary>How often something happened, and where it did first.</summary>
internal sealed class LabelTally
{
    public int Count { get; private set; }

    public string First { get; private set; } = "";

    public void Add(string place)
    {
        First = Count++ == 0 ? place : First;
    }

    /// <param name="one">What to say of one.</param>
    /// <param name="many">What to say of more, or of none.</param>
    public string Say(string one, string many) => $"{Count:N0} {(Count == 1 ? one : many)}; the first: {First}";
}
