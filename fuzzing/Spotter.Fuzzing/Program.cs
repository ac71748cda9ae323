using System.CommandLine;
using Spotter.Fuzzing;
using Spotter.Fuzzing.Loop;
using Spotter.Fuzzing.Targets;

// ./fuzz TARGET|all: reads millions of inputs with every parser and decoder, led by the edges that they take.
// docs/how_to/fuzzing.md says how to use it, and what a finding is.

// Before anything instrumented runs.
EdgeMap edges = EdgeMap.Install();

var targets = new Argument<string[]>("TARGET")
{
    Description = "Targets by name or beginning of one, or all",
    Arity = ArgumentArity.ZeroOrMore,
};
var minutes = new Option<double>("--minutes")
{
    Description = "How long, over all targets together",
    DefaultValueFactory = static _ => 10,
};
var executions = new Option<long>("--executions")
{
    Description = "The most inputs a target",
    DefaultValueFactory = static _ => long.MaxValue,
};
var seed = new Option<int>("--seed") { Description = "Of all that is drawn", DefaultValueFactory = static _ => 1 };
var jobs = new Option<int>("--jobs")
{
    Description = "Targets at a time",
    DefaultValueFactory = static _ => Environment.ProcessorCount,
};
var fresh = new Option<bool>("--fresh") { Description = "Forget what earlier runs kept" };
var plain = new Option<bool>("--plain") { Description = "Without instrumented assemblies: no edges lead the way" };
var input = new Option<string?>("--input") { Description = "Read one file with one target and say what happens" };
var state = new Option<string?>("--state") { Description = "Where runs keep what they found", Hidden = true };
var child = new Option<bool>("--child") { Description = "Run the loop of one target in this process", Hidden = true };
var list = new Option<bool>("--list") { Description = "Show the targets" };

var root = new RootCommand("Fuzzes the parsers and decoders of Spotter")
{
    targets,
    minutes,
    executions,
    seed,
    jobs,
    fresh,
    plain,
    input,
    state,
    child,
    list,
};
root.SetAction(
    async (parsed, stop) =>
    {
        if (parsed.GetValue(list))
        {
            foreach (FuzzTarget target in AllTargets.List)
            {
                Console.WriteLine($"{target.Name, -22} {target.About}");
            }

            return 0;
        }

        if (AllTargets.Named(parsed.GetRequiredValue(targets)) is not { Count: > 0 } chosen)
        {
            Console.Error.WriteLine("fuzz: name targets, or all; ./fuzz --list shows them");
            return 2;
        }

        if (parsed.GetValue(input) is { } file)
        {
            FuzzLoop.Reproduce(chosen[0], File.ReadAllBytes(file));
            return 0;
        }

        var budget = new LoopBudget(
            TimeSpan.FromMinutes(parsed.GetValue(minutes)),
            parsed.GetValue(executions),
            parsed.GetValue(seed)
        );
        string folder = parsed.GetValue(state) ?? Path.Combine(Corpus.Repository, "artifacts", "fuzz");
        if (parsed.GetValue(child))
        {
            var places = new TargetFolder(folder, chosen[0].Name);
            using var loop = new FuzzLoop(chosen[0], places, budget, edges);
            loop.Run(Corpus.Of(chosen[0], places));
            return 0;
        }

        var campaign = new Campaign(folder, budget, parsed.GetValue(jobs))
        {
            IsFresh = parsed.GetValue(fresh),
            IsPlain = parsed.GetValue(plain),
        };
        return await campaign.RunAsync(chosen, stop) ? 0 : 1;
    }
);
return await root.Parse(args).InvokeAsync();
