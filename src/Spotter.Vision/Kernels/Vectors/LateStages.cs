using System.Numerics;
using System.Runtime.CompilerServices;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// The stages that few windows reach. There, vectors of neighbouring windows would be nearly empty; so each window's
/// samples are copied out of the level, windows from anywhere wait until four vectors are full, and these are
/// interleaved and judged. Windows leave in the order in which they came.
/// </summary>
/// <remarks>
/// Every few stages the windows that are left wait anew, so that vectors stay full. Nobody waits for the end of a
/// level: only when a search ends are vectors judged that are not full.
/// </remarks>
internal sealed unsafe class LateStages<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    // Measured: windows are worth their copies once they have passed this many nodes for each sample of a patch, and
    // worth being put together anew after this many more.
    private const double NodesBefore = 0.6;
    private const double NodesAQueue = 0.5;

    private readonly WindowPatch<TLanes, TInt, TFloat> _patch;
    private readonly StageJudge<TLanes, TInt, TFloat> _judge;
    private readonly GrowingBuffer<int> _interleaved = new();
    private readonly Queue[] _queues;

    /// <param name="cascade">The cascade.</param>
    /// <param name="firstStage">The first stage judged here.</param>
    public LateStages(ShapedCascade cascade, int firstStage)
    {
        _patch = new WindowPatch<TLanes, TInt, TFloat>(cascade.Model);
        _judge = new StageJudge<TLanes, TInt, TFloat>(
            new CompiledCascade(cascade, _patch.Layout, ShortSamples.Nowhere),
            cascade.Model
        );
        _interleaved.Reserve(_patch.Length * Windows);
        var queues = new List<Queue>();
        for (int stage = firstStage; stage < cascade.Model.Stages.Length; )
        {
            int end = StageAfter(cascade.Model, stage, NodesAQueue);
            queues.Add(new Queue(stage, end, (Windows * _patch.Length) + TLanes.Count));
            stage = end;
        }

        _queues = [.. queues];
    }

    private static int Windows => WindowGroups<TInt>.Count * TLanes.Count;

    /// <summary>
    /// The first stage that is better judged here: windows that have passed so many nodes are few and stand alone. May
    /// lie behind the last stage.
    /// </summary>
    public static int FirstStageOf(CascadeModel model) => StageAfter(model, 0, NodesBefore);

    // The first stage behind a number of nodes for each sample of a patch.
    private static int StageAfter(CascadeModel model, int stage, double nodesASample)
    {
        double nodes = nodesASample * WindowPatch<TLanes, TInt, TFloat>.SamplesOf(model);
        while (stage < model.Stages.Length && nodes > 0)
        {
            Stage next = model.Stages[stage++];
            foreach (WeakClassifier tree in model.WeakClassifiers.Slice(next.FirstClassifier, next.ClassifierCount))
            {
                nodes -= tree.NodeCount;
            }
        }

        return stage;
    }

    /// <summary>Takes a window in.</summary>
    /// <param name="window">Its first sample.</param>
    /// <param name="layout">How its level lies in memory.</param>
    /// <param name="box">Where it is in the picture.</param>
    /// <param name="found">Receives it, now or later, if it passes all stages.</param>
    public void Add(int* window, LevelLayout layout, Box box, List<Candidate> found)
    {
        Queue queue = _queues[0];
        _patch.Copy(window, layout, queue.Patches + (queue.Count * _patch.Length));
        Enter(0, new Entry(box, found));
    }

    /// <summary>Judges all windows that still wait.</summary>
    public void Finish()
    {
        for (int i = 0; i < _queues.Length; i++)
        {
            if (_queues[i].Count > 0)
            {
                Judge(i);
            }
        }
    }

    private void Enter(int index, Entry entry)
    {
        Queue queue = _queues[index];
        queue.Entries[queue.Count++] = entry;
        if (queue.Count == Windows)
        {
            Judge(index);
        }
    }

    private void Judge(int index)
    {
        Queue queue = _queues[index];
        int count = queue.Count;
        queue.Count = 0;
        Interleave(queue.Patches, count);
        int* first = _interleaved.Pointer;
        ulong alive = count == 64 ? ulong.MaxValue : (1UL << count) - 1;
        for (int stage = queue.FirstStage; stage < queue.EndStage && alive != 0; stage++)
        {
            alive = _judge.Passing(
                stage,
                first,
                first + TLanes.Count,
                first + (2 * TLanes.Count),
                first + (3 * TLanes.Count),
                alive
            );
        }

        for (; alive != 0; alive &= alive - 1)
        {
            int lane = BitOperations.TrailingZeroCount(alive);
            Entry entry = queue.Entries[lane];
            if (index == _queues.Length - 1)
            {
                entry.Found.Add(new Candidate(entry.Box, _judge.Score(first + lane)));
            }
            else
            {
                Queue next = _queues[index + 1];
                Unsafe.CopyBlock(
                    next.Patches + (next.Count * _patch.Length),
                    queue.Patches + (lane * _patch.Length),
                    (uint)_patch.Length * sizeof(int)
                );
                Enter(index + 1, entry);
            }
        }
    }

    private void Interleave(int* patches, int count)
    {
        for (int window = 0; window < count; window += TLanes.Count)
        {
            int* source = patches + (window * _patch.Length);
            int* target = _interleaved.Pointer + window;
            for (int i = 0; i < _patch.Length; i += TLanes.Count)
            {
                TLanes.Transpose(source + i, _patch.Length, target + (i * Windows), Windows);
            }
        }
    }

    private readonly record struct Entry(Box Box, List<Candidate> Found);

    /// <summary>Windows that wait for the same stages.</summary>
    private sealed class Queue
    {
        private readonly GrowingBuffer<int> _patches = new();

        public Queue(int firstStage, int endStage, int patchesLength)
        {
            FirstStage = firstStage;
            EndStage = endStage;
            _patches.Reserve(patchesLength);
        }

        public int FirstStage { get; }

        public int EndStage { get; }

        public int Count { get; set; }

        public Entry[] Entries { get; } = new Entry[Windows];

        public int* Patches => _patches.Pointer;
    }
}
