using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Spotter.Studio.Access;

/// <summary>
/// One listener: who comes through it, and how many at a time. Each has places of its own, so that the network cannot
/// shut this machine out. Where all places are taken, whoever has asked for nothing for longest gives way: half a
/// request, or none, holds no place for long.
/// </summary>
/// <param name="isForThisMachine">Whether only this machine reaches it.</param>
/// <param name="most">Connections at a time.</param>
/// <param name="mostPerAddress">Those of one address.</param>
internal sealed class Door(bool isForThisMachine, int most, int mostPerAddress)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Visit> _visits = [];

    /// <summary>
    /// Whether a request comes from this machine. The listener knows it, and nothing that a client sends can change it;
    /// where no listener has said so it comes from elsewhere.
    /// </summary>
    public static bool IsThisMachine(HttpContext context) =>
        context.Features.Get<Visit>() is { IsFromThisMachine: true };

    /// <summary>Says that the connection has a whole request to be worked on, until this is disposed.</summary>
    public static IDisposable? Busy(HttpContext context) => context.Features.Get<Visit>()?.Work();

    /// <summary>Serves a connection, or ends it where there is no place.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var visit = new Visit(connection, isForThisMachine, (connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (!TryEnter(visit))
        {
            connection.Abort();
            return;
        }

        connection.Features.Set(visit);
        try
        {
            await next(connection);
        }
        finally
        {
            lock (_lock)
            {
                _visits.Remove(visit);
            }
        }
    }

    private bool TryEnter(Visit visit)
    {
        Visit? leaving = null;
        lock (_lock)
        {
            bool hasEnough = _visits.Count(other => Equals(other.Address, visit.Address)) >= mostPerAddress;
            if (hasEnough || _visits.Count >= most)
            {
                leaving = _visits
                    .Where(other => other.IsIdle && (!hasEnough || Equals(other.Address, visit.Address)))
                    .MinBy(static other => other.IdleSince);
                if (leaving is null)
                {
                    return false;
                }

                _visits.Remove(leaving);
            }

            _visits.Add(visit);
        }

        leaving?.End();
        return true;
    }

    /// <summary>A connection.</summary>
    private sealed class Visit(ConnectionContext connection, bool isFromThisMachine, IPAddress? address)
    {
        private int _requests;
        private long _idleSince = Environment.TickCount64;

        public bool IsFromThisMachine => isFromThisMachine;

        public IPAddress? Address => address;

        public bool IsIdle => Volatile.Read(ref _requests) == 0;

        public long IdleSince => Interlocked.Read(ref _idleSince);

        public IDisposable Work()
        {
            Interlocked.Increment(ref _requests);
            return new Request(this);
        }

        public void End() => connection.Abort();

        private sealed class Request(Visit visit) : IDisposable
        {
            public void Dispose()
            {
                Interlocked.Exchange(ref visit._idleSince, Environment.TickCount64);
                Interlocked.Decrement(ref visit._requests);
            }
        }
    }
}
