using System.Runtime.InteropServices;
using Spotter.Media.Pictures;
using Spotter.Sources;

namespace Spotter.Batches;

/// <summary>
/// Brings the bytes of pictures into memory before their turn, several at a time, so that nobody who searches waits for
/// a disk or a server. A bounded number lies ready.
/// </summary>
internal sealed class ReadAhead : IDisposable
{
    private readonly IReadOnlyList<PictureSource> _sources;
    private readonly BatchOptions _options;
    private readonly int _most;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<int, TaskCompletionSource<EncodedPicture>> _pictures = [];
    private readonly object _lock = new();
    private int _next;
    private int _gone;
    private int _lastWanted = -1;
    private bool _isOver;

    /// <param name="sources">What is read, in this order.</param>
    /// <param name="options">How.</param>
    /// <param name="workers">How many take pictures.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    public ReadAhead(
        IReadOnlyList<PictureSource> sources,
        BatchOptions options,
        int workers,
        CancellationToken cancellationToken
    )
    {
        (_sources, _options, _cancellationToken) = (sources, options, cancellationToken);
        _most = MostReady(workers);

        // Threads of their own: what waits for a disk would keep those of the pool from searching.
        for (int i = 0; i < Math.Min(workers + 2, sources.Count); i++)
        {
            new Thread(ReadAll) { IsBackground = true, Name = "reading ahead" }.Start();
        }
    }

    /// <summary>How many pictures are being read or lie ready at a time.</summary>
    public static int MostReady(int workers) => (2 * workers) + 2;

    /// <summary>How many lie ready.</summary>
    internal int Ready
    {
        get
        {
            lock (_lock)
            {
                return _pictures.Values.Count(static picture => picture.Task.IsCompleted);
            }
        }
    }

    /// <summary>The bytes of a picture, which are then the caller's; waits for them where they are not there.</summary>
    /// <param name="index">Which; each may be taken once, about in their order.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was ended.</exception>
    public EncodedPicture Take(int index)
    {
        TaskCompletionSource<EncodedPicture> picture;
        lock (_lock)
        {
            // What somebody waits for is read in any case.
            _lastWanted = Math.Max(_lastWanted, index);
            picture = PictureAt(index);
            Monitor.PulseAll(_lock);
        }

        EncodedPicture taken = picture.Task.WaitAsync(_cancellationToken).GetAwaiter().GetResult();
        Leave(index);
        return taken;
    }

    /// <summary>Lets go of what nobody has taken.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            Monitor.PulseAll(_lock);
            foreach (TaskCompletionSource<EncodedPicture> picture in _pictures.Values)
            {
                if (picture.Task.IsCompletedSuccessfully)
                {
                    picture.Task.Result.Dispose();
                }
            }

            _pictures.Clear();
        }
    }

    private void ReadAll()
    {
        while (Next() is { } index)
        {
            if (_sources[index].Problem is not null)
            {
                Leave(index);
                continue;
            }

            EncodedPicture? read = null;
            Exception? problem = null;
            try
            {
                read = _sources[index].Read(_options.Loading, _options.Input, _cancellationToken);
            }
#pragma warning disable CA1031 // whoever takes the picture is told
            catch (Exception e)
#pragma warning restore CA1031
            {
                problem = e;
            }

            lock (_lock)
            {
                if (_isOver)
                {
                    read?.Dispose();
                    return;
                }

                if (read is not null)
                {
                    PictureAt(index).SetResult(read);
                }
                else
                {
                    PictureAt(index).SetException(problem!);
                }
            }
        }
    }

    private int? Next()
    {
        lock (_lock)
        {
            while (!_isOver && _next < _sources.Count && _next > _lastWanted && _next >= _gone + _most)
            {
                Monitor.Wait(_lock);
            }

            return _isOver || _next == _sources.Count ? null : _next++;
        }
    }

    private void Leave(int index)
    {
        lock (_lock)
        {
            _pictures.Remove(index);
            _gone++;
            Monitor.PulseAll(_lock);
        }
    }

    private TaskCompletionSource<EncodedPicture> PictureAt(int index)
    {
        ref TaskCompletionSource<EncodedPicture>? picture = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _pictures,
            index,
            out _
        );
        return picture ??= new TaskCompletionSource<EncodedPicture>(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
