using Spotter.Shards;

namespace Spotter.Tests.Shards;

public sealed class ClusterJobTests
{
    private static readonly ClusterJob Job = new()
    {
        Command = ["faces", "my photos/", "--label", "it's {label}"],
        Results = "results",
        Shards = 8,
    };

    [Fact]
    public void ToSlurm_WordsWithBlanksAndQuotes_ReachTheToolAsTheyAre()
    {
        string script = Job.ToSlurm();
        Assert.Contains("#SBATCH --array=1-8\n", script, StringComparison.Ordinal);
        Assert.Contains(
            @"spotter faces 'my photos/' --label 'it'\''s {label}' --results results --resume --quiet --threads 2",
            script,
            StringComparison.Ordinal
        );
        Assert.StartsWith("#!/bin/bash\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void ToSlurm_LimitsAndTimes_AreTold()
    {
        string script = (
            Job with
            {
                AtATime = 3,
                Processors = 4,
                MemoryMegabytes = 700,
                Time = TimeSpan.FromHours(30.5),
            }
        ).ToSlurm();
        foreach (string line in (string[])["array=1-8%3", "cpus-per-task=4", "mem=700M", "time=30:30:00"])
        {
            Assert.Contains($"#SBATCH --{line}\n", script, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ToKubernetes_Job_IsIndexedAndTellsHowManyThereAre()
    {
        string yaml = (Job with { Volumes = [("data", "/data")], Image = "registry.example/spotter:1" }).ToKubernetes();
        foreach (
            string line in (string[])
                [
                    "apiVersion: batch/v1",
                    "kind: Job",
                    "  completionMode: Indexed",
                    "  completions: 8",
                    "            - name: JOB_COMPLETIONS",
                    "              value: \"8\"",
                    "          image: \"registry.example/spotter:1\"",
                    "            readOnlyRootFilesystem: true",
                    "        - { name: volume-1, persistentVolumeClaim: { claimName: \"data\" } }",
                    "          args: [\"faces\", \"my photos/\", \"--label\", \"it's {label}\", \"--results\", "
                        + "\"results\", \"--resume\", \"--quiet\", \"--threads\", \"2\"]",
                ]
        )
        {
            Assert.Contains($"\n{line}\n", $"\n{yaml}", StringComparison.Ordinal);
        }

        Assert.DoesNotContain('\t', yaml);
    }
}
