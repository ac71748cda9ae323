using Spotter.Fuzzing.Loop;

namespace Spotter.Fuzzing.Targets;

/// <summary>The targets by name.</summary>
internal static class AllTargets
{
    public static IReadOnlyList<FuzzTarget> List { get; } =
    [
        .. ModelTargets.List,
        .. NetworkTargets.List,
        .. DatasetTargets.List,
        .. LabelTargets.List,
        .. RunTargets.List,
        .. MediaTargets.List,
        .. OptionTargets.List,
        .. StudioTargets.List,
        .. DifferentialTargets.List,
    ];

    /// <summary>Those that are meant: all, a name, or the beginning of some.</summary>
    public static IReadOnlyList<FuzzTarget> Named(IReadOnlyList<string> names) =>
        names.Contains("all", StringComparer.Ordinal)
            ? List
            :
            [
                .. names
                    .SelectMany(static name =>
                        List.Any(target => target.Name == name)
                            ? List.Where(target => target.Name == name)
                            : List.Where(target => target.Name.StartsWith(name, StringComparison.Ordinal))
                    )
                    .Distinct(),
            ];
}
