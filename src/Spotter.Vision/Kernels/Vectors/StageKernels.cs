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
        StumpCounts stumps = stage.Stumps;
        if (stumps.Haar > 0)
        {
            StumpKernels<TLanes, TInt, TFloat>.SumHaar(in stumps, table + stumps.Start, start, factorOffset, ref groups);
        }
        else if (stumps.Pattern > 0)
        {
            StumpKernels<TLanes, TInt, TFloat>.SumPatterns(stumps.Pattern, table + stumps.Start, start, ref groups);
        }
        else
        {
            groups.Sum0 = groups.Sum1 = groups.Sum2 = groups.Sum3 = TLanes.Broadcast(&start);
        }

        foreach (Run run in stage.Runs)
        {
            int* entry = table + run.Start;
            switch (run.Kind)
            {
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
        where TRoot : struct, IFeatureKernel<TRoot, TInt, TFloat>
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
}
