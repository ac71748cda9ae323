using k8s;
using k8s.Models;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>
/// The job that is written, read by Kubernetes' own client for .NET, whose types are made from the published schema: a
/// name that the schema does not have, or a value of another kind, is refused.
/// </summary>
public sealed class KubernetesTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Kubernetes_Job_FitsTheSchemaOfBatchV1()
    {
        V1Job job = Write(
            "--shards",
            "100",
            "--results",
            "/data/results",
            "--volume",
            "data=/data",
            "--volume",
            "models=/models",
            "--image",
            "registry.example/spotter:1",
            "--cpus",
            "4",
            "--memory",
            "3000",
            "--retries",
            "5",
            "--at-a-time",
            "20"
        );
        Assert.Equal(("batch/v1", "Job"), (job.ApiVersion, job.Kind));
        V1JobSpec spec = job.Spec;
        Assert.Equal("Indexed", spec.CompletionMode);
        Assert.Equal((100, 20, 5), (spec.Completions, spec.Parallelism, spec.BackoffLimitPerIndex));
        V1PodFailurePolicyRule rule = spec.PodFailurePolicy.Rules[0];
        Assert.Equal(("FailIndex", "In"), (rule.Action, rule.OnExitCodes.OperatorProperty));
        Assert.Equal([2, 3, 4], rule.OnExitCodes.Values);
        V1PodSpec pod = spec.Template.Spec;

        // What the schema asks of a pod of a job, and of each thing in it.
        Assert.Equal("Never", pod.RestartPolicy);
        V1Container container = Assert.Single(pod.Containers);
        Assert.Equal(rule.OnExitCodes.ContainerName, container.Name);
        Assert.Equal("registry.example/spotter:1", container.Image);
        Assert.Equal("faces", container.Args[0]);
        Assert.Contains("it's {label}: \"a\"", container.Args);
        Assert.Equal("100", container.Env.Single(static one => one.Name == "JOB_COMPLETIONS").Value);
        Assert.Equal(4, container.Resources.Requests["cpu"].ToInt32());
        Assert.Equal(3000L << 20, container.Resources.Limits["memory"].ToInt64());
        Assert.Equal(
            pod.Volumes.Select(static volume => volume.Name).Order(StringComparer.Ordinal),
            container.VolumeMounts.Select(static mount => mount.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["data", "models"],
            pod.Volumes.Select(static volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>()
        );
    }

    [Fact]
    public void Kubernetes_JobWithoutOptions_FitsTheSchemaToo()
    {
        V1Job job = Write("--shards", "3", "--results", "/r");
        Assert.Equal((3, 3), (job.Spec.Completions, job.Spec.Parallelism));
        Assert.Equal("spotter", job.Metadata.Name);
    }

    // The package kubernetes-models of npm holds the published schema as programs that validate; it says what is
    // missing, and the client above what there should not be.
    [Fact]
    [Trait("Category", "Long")]
    public void Kubernetes_Job_IsValidByThePublishedSchema()
    {
        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, npm))), "needs npm of Node.js");
        Run install = Run.Of(
            npm,
            [
                .. (string[])["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", "."],
                .. (string[])["kubernetes-models@4.5.1", "yaml@2.9.1"],
            ],
            _workspace.Folder
        );
        Assert.True(install.ExitCode == 0, install.Error);
        string job = Text("--shards", "3", "--results", "/r", "--volume", "data=/data");
        _workspace.Write("job.yaml", job);
        _workspace.Write("wrong.yaml", job.Replace("completions: 3", "completions: many", StringComparison.Ordinal));
        _workspace.Write("short.yaml", job[..job.IndexOf("  template:", StringComparison.Ordinal)]);
        _workspace.Write(
            "validate.cjs",
            """
            const yaml = require('yaml'), fs = require('fs');
            const { validate } = require('./node_modules/kubernetes-models/_schemas/IoK8sApiBatchV1Job.js');
            for (const file of ['job', 'wrong', 'short']) {
              const valid = validate(yaml.parse(fs.readFileSync(`${file}.yaml`, 'utf8')));
              console.log(file, valid, valid ? '' : JSON.stringify(validate.errors));
            }
            """
        );
        Run check = Run.Of("node", ["validate.cjs"], _workspace.Folder);
        Assert.True(check.ExitCode == 0, check.Error);
        Assert.Equal("job true ", check.OutputLines[0]);
        Assert.StartsWith("wrong false", check.OutputLines[1], StringComparison.Ordinal);
        Assert.StartsWith("short false", check.OutputLines[2], StringComparison.Ordinal);
    }

    // The test of the test: the client is as strict as is said above.
    [Theory]
    [InlineData("completionMode: Indexed", "completionMod: Indexed")]
    [InlineData("completions: 3", "completions: many")]
    [InlineData("mountPath:", "path:")]
    public void Kubernetes_JobThatDoesNotFit_IsRefusedByTheClient(string right, string wrong)
    {
        string yaml = Text("--shards", "3", "--results", "/r");
        Assert.Contains(right, yaml, StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() =>
            KubernetesYaml.Deserialize<V1Job>(yaml.Replace(right, wrong, StringComparison.Ordinal), strict: true)
        );
    }

    private V1Job Write(params string[] options) => KubernetesYaml.Deserialize<V1Job>(Text(options), strict: true);

    private string Text(params string[] options)
    {
        Run run = _workspace.Spotter([
            "cluster",
            "kubernetes",
            .. options,
            "--",
            "faces",
            "/data/my photos",
            "--label",
            "it's {label}: \"a\"",
        ]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
