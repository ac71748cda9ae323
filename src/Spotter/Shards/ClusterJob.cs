using System.Globalization;
using System.Text;

namespace Spotter.Shards;

/// <summary>What a scheduler is to run: a command in many shards.</summary>
internal sealed record ClusterJob
{
    /// <summary>The command behind <c>spotter</c>, with its sources and options.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The folder of results, which all tasks see under this name; null for trainings.</summary>
    public required string? Results { get; init; }

    public required int Shards { get; init; }

    public string Name { get; init; } = "spotter";

    /// <summary>Processors a task.</summary>
    public int Processors { get; init; } = 2;

    /// <summary>Memory a task, as both schedulers understand it without its unit: mebibytes.</summary>
    public int MemoryMegabytes { get; init; } = 2048;

    /// <summary>How long a task may take.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How often a task that fails is tried again.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>How many tasks run at a time at most; null leaves it to the scheduler.</summary>
    public int? AtATime { get; init; }

    /// <summary>The image for Kubernetes.</summary>
    public string Image { get; init; } = "spotter:latest";

    /// <summary>Volume claims for Kubernetes, each with the folder where tasks see it.</summary>
    public IReadOnlyList<(string Claim, string Path)> Volumes { get; init; } = [];

    private IEnumerable<string> TaskArguments =>
        [
            .. Command,
            .. Results is { } results ? (string[])["--results", results, "--resume"] : [],
            "--quiet",
            "--threads",
            Processors.ToString(CultureInfo.InvariantCulture),
        ];

    /// <summary>A batch script for Slurm: an array, a task a shard, put in the queue again where it fails.</summary>
    public string ToSlurm()
    {
        var script = new StringBuilder();
        string limit = AtATime is { } most ? string.Create(CultureInfo.InvariantCulture, $"%{most}") : "";
        Line(script, $"#!/bin/bash");
        Line(script, $"# Submit with: sbatch THIS_FILE");
        Line(script, $"#SBATCH --job-name={Name}");
        Line(script, $"#SBATCH --array=1-{Shards}{limit}");
        Line(script, $"#SBATCH --cpus-per-task={Processors}");
        Line(script, $"#SBATCH --mem={MemoryMegabytes}M");
        Line(script, $"#SBATCH --time={(int)Time.TotalHours:00}:{Time.Minutes:00}:{Time.Seconds:00}");
        Line(script, $"#SBATCH --requeue");
        Line(script, $"#SBATCH --open-mode=append");
        Line(script, $"#SBATCH --output={Name}-%A_%a.log");
        Line(script, $"");
        Line(script, $"# A task that fails, or is killed, is put back in the queue; it goes on where it was.");
        Line(script, $"spotter {string.Join(' ', TaskArguments.Select(ShellQuoted))}");
        Line(script, $"code=$?");
        Line(script, $"case $code in");
        Line(script, $"  0) exit 0 ;;");
        Line(script, $"  # Another try would change nothing: the command line, inputs or programs.");
        Line(script, $"  2|3|4) exit $code ;;");
        Line(script, $"esac");
        Line(script, $"if [ \"${{SLURM_RESTART_COUNT:-0}}\" -lt {Retries} ]; then");
        Line(script, $"  scontrol requeue \"${{SLURM_ARRAY_JOB_ID}}_${{SLURM_ARRAY_TASK_ID}}\"");
        Line(script, $"  sleep 60");
        Line(script, $"fi");
        Line(script, $"exit $code");
        return script.ToString();
    }

    /// <summary>An Indexed Job of batch/v1 for Kubernetes, an index a shard.</summary>
    public string ToKubernetes()
    {
        var job = new StringBuilder();
        Line(job, $"# Submit with: kubectl apply -f THIS_FILE");
        Line(job, $"apiVersion: batch/v1");
        Line(job, $"kind: Job");
        Line(job, $"metadata:");
        Line(job, $"  name: {Quoted(Name)}");
        Line(job, $"spec:");
        Line(job, $"  completionMode: Indexed");
        Line(job, $"  completions: {Shards}");
        Line(job, $"  parallelism: {AtATime ?? Shards}");
        Line(job, $"  backoffLimitPerIndex: {Retries}");
        Line(job, $"  maxFailedIndexes: {Shards}");
        Line(job, $"  podFailurePolicy:");
        Line(job, $"    rules:");
        Line(
            job,
            $"      # What another try would not change: a wrong command line, missing inputs, missing programs."
        );
        Line(job, $"      - action: FailIndex");
        Line(job, $"        onExitCodes:");
        Line(job, $"          containerName: spotter");
        Line(job, $"          operator: In");
        Line(job, $"          values: [2, 3, 4]");
        Line(job, $"      - action: Ignore");
        Line(job, $"        onPodConditions:");
        Line(job, $"          - type: DisruptionTarget");
        Line(job, $"            status: \"True\"");
        Line(job, $"  template:");
        Line(job, $"    spec:");
        Line(job, $"      restartPolicy: Never");
        Line(job, $"      terminationGracePeriodSeconds: 60");
        Line(job, $"      securityContext:");
        Line(job, $"        runAsNonRoot: true");
        Line(job, $"      containers:");
        Line(job, $"        - name: spotter");
        Line(job, $"          image: {Quoted(Image)}");
        Line(job, $"          args: [{string.Join(", ", TaskArguments.Select(Quoted))}]");
        Line(job, $"          env:");
        Line(job, $"            - name: JOB_COMPLETIONS");
        Line(job, $"              value: \"{Shards}\"");
        Line(job, $"          resources:");
        Line(job, $"            requests: {{ cpu: \"{Processors}\", memory: \"{MemoryMegabytes}Mi\" }}");
        Line(job, $"            limits: {{ memory: \"{MemoryMegabytes}Mi\" }}");
        Line(job, $"          securityContext:");
        Line(job, $"            readOnlyRootFilesystem: true");
        Line(job, $"            allowPrivilegeEscalation: false");
        Line(job, $"          volumeMounts:");
        Line(job, $"            - {{ name: tmp, mountPath: /tmp }}");
        foreach ((int index, (_, string path)) in Volumes.Index())
        {
            Line(job, $"            - {{ name: volume-{index + 1}, mountPath: {Quoted(path)} }}");
        }

        Line(job, $"      volumes:");
        Line(job, $"        - {{ name: tmp, emptyDir: {{}} }}");
        foreach ((int index, (string claim, _)) in Volumes.Index())
        {
            Line(
                job,
                $"        - {{ name: volume-{index + 1}, persistentVolumeClaim: {{ claimName: {Quoted(claim)} }} }}"
            );
        }

        return job.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    // In a flow of YAML, which takes what JSON takes.
    private static string Quoted(string text) =>
        System.Text.Json.JsonSerializer.Serialize(text, Spotter.Results.ResultJson.Readable.String);

    private static string ShellQuoted(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./,:=+@%".Contains(c))
            ? text
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
