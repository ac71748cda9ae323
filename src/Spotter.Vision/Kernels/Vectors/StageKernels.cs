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
    public static void Evaluate(
        CompiledStage stage, int* table, int factorOffset, int* slots, ref WindowGroups<TInt> groups)
    {
        int start = stage.Base;
        groups.Sum0 = groups.Sum1 = groups.Sum2 = groups.Sum3 = TLanes.Broadcast(&start);
        foreach (Run run in stage.Runs)
        {
            int* entry = table + run.Start;
            switch (run.Kind)
            {
                case RunKind.Stumps:
                    Stumps(run, entry, factorOffset, ref groups);
                    break;
                case RunKind.Pairs:
                    Pairs(run, entry, factorOffset, ref groups);
                    break;
                case RunKind.Nodes:
                    Nodes(run, entry, factorOffset, slots, ref groups);
                    break;
                default:
                    TreeKernels<TLanes, TInt, TFloat>.AddTrees(entry, run.Count, slots, ref groups);
                    break;
            }
        }
    }

    private static void Stumps(Run run, int* entry, int factorOffset, ref WindowGroups<TInt> groups)
    {
        switch (run.Root)
        {
            case FeatureShape.Six:
                AddStumps<SixKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, ref groups);
                break;
            case FeatureShape.Nine:
                AddStumps<NineKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, ref groups);
                break;
            case FeatureShape.Two:
                AddStumps<TwoKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, ref groups);
                break;
            case FeatureShape.Three:
                AddStumps<ThreeKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, ref groups);
                break;
            default:
                AddStumps<PatternKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, ref groups);
                break;
        }
    }

    private static void Pairs(Run run, int* entry, int factorOffset, ref WindowGroups<TInt> groups)
    {
        switch (run.Root)
        {
            case FeatureShape.Six:
                PairsOf<SixKernel<TLanes, TInt, TFloat>>(run, entry, factorOffset, ref groups);
                break;
            case FeatureShape.Two:
                PairsOf<TwoKernel<TLanes, TInt, TFloat>>(run, entry, factorOffset, ref groups);
                break;
            case FeatureShape.Three:
                PairsOf<ThreeKernel<TLanes, TInt, TFloat>>(run, entry, factorOffset, ref groups);
                break;
            default:
                PairKernels<TLanes, TInt, TFloat>.AddPairs<PatternKernel<TLanes, TInt, TFloat>, PatternKernel<TLanes, TInt, TFloat>>(
                    entry, run.Count, factorOffset, ref groups);
                break;
        }
    }

    private static void PairsOf<TRoot>(Run run, int* entry, int factorOffset, ref WindowGroups<TInt> groups)
        where TRoot : struct, IFeatureKernel<TInt, TFloat>
    {
        switch (run.Child)
        {
            case FeatureShape.Six:
                PairKernels<TLanes, TInt, TFloat>.AddPairs<TRoot, SixKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, ref groups);
                break;
            case FeatureShape.Two:
                PairKernels<TLanes, TInt, TFloat>.AddPairs<TRoot, TwoKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, ref groups);
                break;
            default:
                PairKernels<TLanes, TInt, TFloat>.AddPairs<TRoot, ThreeKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, ref groups);
                break;
        }
    }

    private static void Nodes(Run run, int* entry, int factorOffset, int* slots, ref WindowGroups<TInt> groups)
    {
        switch (run.Root)
        {
            case FeatureShape.Six:
                TreeKernels<TLanes, TInt, TFloat>.AnswerNodes<SixKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, slots, ref groups);
                break;
            case FeatureShape.Two:
                TreeKernels<TLanes, TInt, TFloat>.AnswerNodes<TwoKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, slots, ref groups);
                break;
            case FeatureShape.Three:
                TreeKernels<TLanes, TInt, TFloat>.AnswerNodes<ThreeKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, slots, ref groups);
                break;
            default:
                TreeKernels<TLanes, TInt, TFloat>.AnswerNodes<PatternKernel<TLanes, TInt, TFloat>>(entry, run.Count, factorOffset, slots, ref groups);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddStumps<TKernel>(int* entry, int count, int factorOffset, ref WindowGroups<TInt> groups)
        where TKernel : struct, IFeatureKernel<TInt, TFloat>
    {
        int* window0 = groups.Window0;
        int* window1 = groups.Window1;
        int* window2 = groups.Window2;
        int* window3 = groups.Window3;
        TFloat factor0 = TLanes.LoadFloat((float*)(window0 + factorOffset));
        TFloat factor1 = TLanes.LoadFloat((float*)(window1 + factorOffset));
        TFloat factor2 = TLanes.LoadFloat((float*)(window2 + factorOffset));
        TFloat factor3 = TLanes.LoadFloat((float*)(window3 + factorOffset));
        TInt sum0 = groups.Sum0;
        TInt sum1 = groups.Sum1;
        TInt sum2 = groups.Sum2;
        TInt sum3 = groups.Sum3;
        for (; count > 0; count--, entry += TKernel.EntryLength + 1)
        {
            TInt vote = TLanes.Broadcast(entry + TKernel.EntryLength);
            sum0 = TLanes.AddWhere(TKernel.GoesLeft(entry, window0, factor0), vote, sum0);
            sum1 = TLanes.AddWhere(TKernel.GoesLeft(entry, window1, factor1), vote, sum1);
            sum2 = TLanes.AddWhere(TKernel.GoesLeft(entry, window2, factor2), vote, sum2);
            sum3 = TLanes.AddWhere(TKernel.GoesLeft(entry, window3, factor3), vote, sum3);
        }

        groups.Sum0 = sum0;
        groups.Sum1 = sum1;
        groups.Sum2 = sum2;
        groups.Sum3 = sum3;
    }
}
