using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>Adds up the votes of a stage for four vectors of windows.</summary>
internal static unsafe class StageKernels<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    /// <param name="stage">The stage.</param>
    /// <param name="table">The table of its cascade.</param>
    /// <param name="factorOffset">From a window's first sample to its variance factor.</param>
    /// <param name="slots">Room for the answers of nodes of larger trees: 4 vectors a slot.</param>
    /// <param name="groups">Where the windows are; receives the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Evaluate(
        CompiledStage stage,
        int* table,
        int factorOffset,
        int* slots,
        ref WindowGroups<TInt> groups
    )
    {
        int start = stage.Base;
        groups.Sums.Item0 = groups.Sums.Item1 = groups.Sums.Item2 = groups.Sums.Item3 = TLanes.Broadcast(&start);
        ref readonly StumpCounts shortStumps = ref stage.ShortStumps;
        if (shortStumps.Haar > 0)
        {
            StumpKernels<TLanes, TInt, TFloat>.AddHaar<LowerHalves>(
                in shortStumps,
                table + shortStumps.Start,
                factorOffset,
                ref groups
            );
        }

        ref readonly StumpCounts stumps = ref stage.Stumps;
        if (stumps.Haar > 0)
        {
            StumpKernels<TLanes, TInt, TFloat>.AddHaar<WholeSums>(
                in stumps,
                table + stumps.Start,
                factorOffset,
                ref groups
            );
        }
        else if (stumps.Pattern > 0)
        {
            StumpKernels<TLanes, TInt, TFloat>.AddPatterns(stumps.Pattern, table + stumps.Start, ref groups);
        }

        if (stage.Runs.Length > 0)
        {
            AddTrees(stage.Runs, table, factorOffset, slots, ref groups);
        }
    }

    private static void AddTrees(Run[] runs, int* table, int factorOffset, int* slots, ref WindowGroups<TInt> groups)
    {
        foreach (ref readonly Run run in runs.AsSpan())
        {
            int* entry = table + run.Start;
            switch (run.Kind)
            {
                case RunKind.Pairs:
                    Pairs(in run, entry, factorOffset, ref groups);
                    break;
                case RunKind.Nodes:
                    Nodes(in run, entry, factorOffset, slots, ref groups);
                    break;
                case RunKind.Forks:
                    TreeKernels<TLanes, TInt, TFloat>.AddTriples<TreeKernels<TLanes, TInt, TFloat>.Fork>(
                        entry,
                        run.Count,
                        slots,
                        ref groups
                    );
                    break;
                case RunKind.Chains:
                    TreeKernels<TLanes, TInt, TFloat>.AddTriples<TreeKernels<TLanes, TInt, TFloat>.Chain>(
                        entry,
                        run.Count,
                        slots,
                        ref groups
                    );
                    break;
                default:
                    TreeKernels<TLanes, TInt, TFloat>.AddTrees(entry, run.Count, slots, ref groups);
                    break;
            }
        }
    }

    private static void Pairs(in Run run, int* entry, int factorOffset, ref WindowGroups<TInt> groups)
    {
        if (run.Root == FeatureShape.Pattern)
        {
            PairKernels<TLanes, TInt, TFloat>.AddPairs<
                PatternKernel<TLanes, TInt, TFloat>,
                PatternKernel<TLanes, TInt, TFloat>
            >(entry, run.Count, factorOffset, ref groups);
        }
        else if (run.IsShort)
        {
            PairsOf<LowerHalves>(in run, entry, factorOffset, ref groups);
        }
        else
        {
            PairsOf<WholeSums>(in run, entry, factorOffset, ref groups);
        }
    }

    private static void PairsOf<TSamples>(in Run run, int* entry, int factorOffset, ref WindowGroups<TInt> groups)
        where TSamples : struct, IHaarSamples
    {
        switch (run.Root)
        {
            case FeatureShape.Six:
                PairsUnder<HaarKernel<SixShape, TSamples, TLanes, TInt, TFloat>, TSamples>(
                    in run,
                    entry,
                    factorOffset,
                    ref groups
                );
                break;
            case FeatureShape.Two:
                PairsUnder<HaarKernel<TwoShape, TSamples, TLanes, TInt, TFloat>, TSamples>(
                    in run,
                    entry,
                    factorOffset,
                    ref groups
                );
                break;
            default:
                PairsUnder<HaarKernel<ThreeShape, TSamples, TLanes, TInt, TFloat>, TSamples>(
                    in run,
                    entry,
                    factorOffset,
                    ref groups
                );
                break;
        }
    }

    private static void PairsUnder<TRoot, TSamples>(
        in Run run,
        int* entry,
        int factorOffset,
        ref WindowGroups<TInt> groups
    )
        where TRoot : struct, IFeatureKernel<TRoot, TInt, TFloat>
        where TSamples : struct, IHaarSamples
    {
        switch (run.Child)
        {
            case FeatureShape.Six:
                PairKernels<TLanes, TInt, TFloat>.AddPairs<TRoot, HaarKernel<SixShape, TSamples, TLanes, TInt, TFloat>>(
                    entry,
                    run.Count,
                    factorOffset,
                    ref groups
                );
                break;
            case FeatureShape.Two:
                PairKernels<TLanes, TInt, TFloat>.AddPairs<TRoot, HaarKernel<TwoShape, TSamples, TLanes, TInt, TFloat>>(
                    entry,
                    run.Count,
                    factorOffset,
                    ref groups
                );
                break;
            default:
                PairKernels<TLanes, TInt, TFloat>.AddPairs<
                    TRoot,
                    HaarKernel<ThreeShape, TSamples, TLanes, TInt, TFloat>
                >(entry, run.Count, factorOffset, ref groups);
                break;
        }
    }

    private static void Nodes(in Run run, int* entry, int factorOffset, int* slots, ref WindowGroups<TInt> groups)
    {
        if (run.Root == FeatureShape.Pattern)
        {
            TreeKernels<TLanes, TInt, TFloat>.AnswerNodes<PatternKernel<TLanes, TInt, TFloat>>(
                entry,
                run.Count,
                factorOffset,
                slots,
                ref groups
            );
        }
        else if (run.IsShort)
        {
            NodesOf<LowerHalves>(in run, entry, factorOffset, slots, ref groups);
        }
        else
        {
            NodesOf<WholeSums>(in run, entry, factorOffset, slots, ref groups);
        }
    }

    private static void NodesOf<TSamples>(
        in Run run,
        int* entry,
        int factorOffset,
        int* slots,
        ref WindowGroups<TInt> groups
    )
        where TSamples : struct, IHaarSamples
    {
        switch (run.Root)
        {
            case FeatureShape.Six:
                TreeKernels<TLanes, TInt, TFloat>.AnswerNodes<HaarKernel<SixShape, TSamples, TLanes, TInt, TFloat>>(
                    entry,
                    run.Count,
                    factorOffset,
                    slots,
                    ref groups
                );
                break;
            case FeatureShape.Two:
                TreeKernels<TLanes, TInt, TFloat>.AnswerNodes<HaarKernel<TwoShape, TSamples, TLanes, TInt, TFloat>>(
                    entry,
                    run.Count,
                    factorOffset,
                    slots,
                    ref groups
                );
                break;
            default:
                TreeKernels<TLanes, TInt, TFloat>.AnswerNodes<HaarKernel<ThreeShape, TSamples, TLanes, TInt, TFloat>>(
                    entry,
                    run.Count,
                    factorOffset,
                    slots,
                    ref groups
                );
                break;
        }
    }
}
