namespace Spotter.Media.Drawing.Speech;

/// <summary>
/// Where the bubbles of a video's tracks were, beside their faces: one that could stand here or there stays where it
/// is. It belongs to one video and one thread.
/// </summary>
internal sealed class BubbleMemory
{
    // Tracks come and go; what is forgotten is chosen anew.
    private const int Most = 1024;

    private readonly Dictionary<int, (int Dx, int Dy)> _places = [];

    public (int Dx, int Dy)? Recall(int? track) =>
        track is { } id && _places.TryGetValue(id, out (int Dx, int Dy) place) ? place : null;

    public void Keep(int? track, (int Dx, int Dy) place)
    {
        if (track is not { } id)
        {
            return;
        }

        if (_places.Count >= Most)
        {
            _places.Clear();
        }

        _places[id] = place;
    }
}
