using System.Runtime.InteropServices;

namespace Spotter.Vision.Tracking;

/// <summary>What is known of each identity, until it has been away for some time.</summary>
internal sealed class IdentityMemory<T>
    where T : struct
{
    private readonly Dictionary<int, (T State, TimeSpan LastSeen)> _known = [];
    private readonly List<(int Id, T State, TimeSpan LastSeen)> _expired = [];

    /// <summary>What is known of an identity that is there now; the default of the type when it is new.</summary>
    /// <remarks>The reference is good until the next call.</remarks>
    public ref T See(int id, TimeSpan now)
    {
        ref (T State, TimeSpan LastSeen) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, id, out _);
        entry.LastSeen = now;
        return ref entry.State;
    }

    public T? Find(int id) => _known.TryGetValue(id, out (T State, TimeSpan LastSeen) entry) ? entry.State : null;

    /// <summary>
    /// Forgets who has been away longer than <paramref name="absence"/>, or was seen in a future that a restarted
    /// clock no longer knows; lowest identity first.
    /// </summary>
    public IReadOnlyList<(int Id, T State, TimeSpan LastSeen)> Expire(TimeSpan now, TimeSpan absence)
    {
        _expired.Clear();
        foreach ((int id, (T state, TimeSpan lastSeen)) in _known)
        {
            if ((now - lastSeen).Duration() > absence)
            {
                _expired.Add((id, state, lastSeen));
            }
        }

        _expired.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        foreach ((int id, _, _) in _expired)
        {
            _known.Remove(id);
        }

        return _expired;
    }
}
