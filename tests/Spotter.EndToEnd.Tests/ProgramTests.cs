using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using k8s;
using k8s.Models;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>
/// The container and the program of one file, in a root that has ffmpeg and its libraries and nothing else.
/// </summary>
[Trait("Category", "Long")]
[Collection("pack")]
public sealed class ProgramTests : IClassFixture<ProgramTests.Made>
{
    /// <summary>
    /// Runs a command as a container does: processes, devices and mounts of its own, a root that cannot be written, a
    /// user without rights, and one folder from outside.
    /// </summary>
    private const string InRoot = """
        root="$1" work="$2"; shift 2
        mount --bind "$root" "$root"
        mount -t proc proc "$root/proc"
        mount -t tmpfs dev "$root/dev"
        for device in null zero random urandom; do
          : >"$root/dev/$device"
          mount --bind "/dev/$device" "$root/dev/$device"
        done
        mount -t tmpfs tmp "$root/tmp" && chmod 1777 "$root/tmp"
        mount --bind "$work" "$root/work"
        mount -o remount,bind,ro "$root"
        exec env -i PATH=/opt/spotter:/usr/bin HOME="$HOME_INSIDE" DOTNET_EnableDiagnostics=0 ${SET_INSIDE-} \
          "$(command -v chroot)" --userspec=10001:10001 "$root" "$@"
        """;

    private readonly Made _made;

    public ProgramTests(Made made)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Linux gives a root of its own to its administrator alone: run as root"
        );
        _made = made;
        _made.Make();
    }

    [Fact]
    public void Container_Archive_IsAsPromised()
    {
        using JsonDocument index = Json(_made.PathOf("image/index.json"));
        JsonElement manifestReference = index.RootElement.GetProperty("manifests")[0];
        using JsonDocument manifest = Json(Blob(manifestReference));
        using JsonDocument image = Json(Blob(manifest.RootElement.GetProperty("config")));
        JsonElement config = image.RootElement.GetProperty("config");
        Assert.Equal("10001:10001", config.GetProperty("User").GetString());
        Assert.Equal("/work", config.GetProperty("WorkingDir").GetString());
        Assert.Equal("/opt/spotter/spotter", config.GetProperty("Entrypoint")[0].GetString());
        Assert.True(config.GetProperty("Volumes").TryGetProperty("/work", out _));
        Assert.True(config.GetProperty("ExposedPorts").TryGetProperty("5180/tcp", out _));
        Assert.Equal(
            _made.Version,
            config.GetProperty("Labels").GetProperty("org.opencontainers.image.version").GetString()
        );

        var names = new List<string>();
        JsonElement[] layers = [.. manifest.RootElement.GetProperty("layers").EnumerateArray()];
        for (int i = 0; i < layers.Length; i++)
        {
            using var unpacked = new GZipStream(File.OpenRead(Blob(layers[i])), CompressionMode.Decompress);
            using var layer = new MemoryStream();
            unpacked.CopyTo(layer);
            layer.Position = 0;
            Assert.Equal(
                image.RootElement.GetProperty("rootfs").GetProperty("diff_ids")[i].GetString(),
                $"sha256:{Convert.ToHexStringLower(SHA256.HashData(layer))}"
            );
            layer.Position = 0;
            using var tar = new TarReader(layer);
            while (tar.GetNextEntry() is { } entry)
            {
                names.Add(entry.Name);
                bool isOurs = entry.Name.TrimStart('.').Trim('/') is "work" or "home/spotter";
                Assert.Equal(isOurs ? 10001 : 0, entry.Uid);
            }
        }

        Assert.Contains("./opt/spotter/spotter", names);
        Assert.Contains("./usr/bin/ffmpeg", names);
        Assert.Contains("./usr/share/doc/ffmpeg/copyright", names);
        Assert.DoesNotContain(names, static name => name is "./bin/sh" or "./usr/bin/dpkg" or "./usr/bin/apt-get");

        // docker load reads this list.
        using JsonDocument list = Json(_made.PathOf("image/manifest.json"));
        Assert.Equal($"spotter:{_made.Version}", list.RootElement[0].GetProperty("RepoTags")[0].GetString());
    }

    [Fact]
    public void Container_ReadOnlyAndWithoutRights_SearchesPictureAndClip() =>
        SearchesPictureAndClip(_made.Unpack("container", layers: 2), "/opt/spotter/spotter", home: "/home/spotter");

    [Fact]
    public void ProgramOfOneFile_InARootWithFfmpegAlone_SearchesPictureAndClip()
    {
        string root = _made.Unpack("bare", layers: 1);
        Directory.CreateDirectory(Path.Combine(root, "work"));
        File.Copy(_made.Program, Path.Combine(root, "spotter"));

        // It unpacks its native libraries below the home folder.
        SearchesPictureAndClip(root, "/spotter", home: "/work");
    }

    [Fact]
    public void Container_IndexedJobForKubernetes_RunsAShardEachAndAnswersAll()
    {
        string work = _made.NewWork();
        for (int i = 0; i < 6; i++)
        {
            File.Copy(
                SamplePictures.WithFace,
                Path.Combine(Directory.CreateDirectory(Path.Combine(work, "photos")).FullName, $"{i}.jpg")
            );
        }

        Run job = Run.Of(
            Workspace.ToolPath,
            [
                .. (string[])["cluster", "kubernetes", "--shards", "2", "--results", "/work/results"],
                .. (string[])["--volume", "data=/work", "--", "faces", "/work/photos"],
            ],
            work
        );
        Assert.True(job.ExitCode == 0, job.Error);
        V1JobSpec spec = KubernetesYaml.Deserialize<V1Job>(job.Output, strict: true).Spec;
        V1Container container = Assert.Single(spec.Template.Spec.Containers);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        string root = _made.Unpack("indexed", layers: 2);
        for (int index = 0; index < spec.Completions; index++)
        {
            // Kubernetes sets the first of them by itself.
            string variables = string.Join(
                ' ',
                (string[])
                    [$"JOB_COMPLETION_INDEX={index}", .. container.Env.Select(static one => $"{one.Name}={one.Value}")]
            );
            Run shard = Inside(root, work, "/home/spotter", variables, [_made.EntryPoint, .. container.Args]);
            Assert.True(shard.ExitCode == 0, shard.Error);
        }

        Run check = Inside(root, work, "/home/spotter", "", [_made.EntryPoint, "results", "check", "/work/results"]);
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(work, "results"), "*.jsonl").Length);
    }

    private void SearchesPictureAndClip(string root, string program, string home)
    {
        string work = _made.NewWork();
        File.Copy(SamplePictures.WithFace, Path.Combine(work, "photo.jpg"));
        SampleVideos.Write(Path.Combine(work, "clip.mp4"));
        Run faces = Inside("faces", "/work/photo.jpg", "--json", "-o", "/work/found");
        Assert.True(faces.ExitCode == 0, faces.Error);
        Assert.Contains("\"label\":\"face\"", faces.Output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(work, "found")));

        Run hide = Inside("faces", "/work/clip.mp4", "--draw", "blur", "-o", "/work/safe.mp4");
        Assert.True(hide.ExitCode == 0, hide.Error);
        Assert.NotEmpty(SampleVideos.Probe(Path.Combine(work, "safe.mp4"), "v", "width"));

        Run Inside(params string[] args) => ProgramTests.Inside(root, work, home, "", [program, .. args]);
    }

    /// <summary>Runs a command in a root.</summary>
    /// <param name="root">The root.</param>
    /// <param name="work">The folder from outside.</param>
    /// <param name="home">The home folder.</param>
    /// <param name="variables">What the environment has besides: <c>NAME=VALUE</c> with blanks between them.</param>
    /// <param name="command">The program and its arguments.</param>
    private static Run Inside(string root, string work, string home, string variables, string[] command) =>
        Run.Of(
            "env",
            [
                $"HOME_INSIDE={home}",
                $"SET_INSIDE={variables}",
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "sh",
                "-euc",
                InRoot,
                "sh",
                root,
                work,
                .. command,
            ],
            work
        );

    private string Blob(JsonElement reference)
    {
        string digest = reference.GetProperty("digest").GetString()!;
        string path = _made.PathOf($"image/blobs/{digest.Replace(':', '/')}");
        using FileStream blob = File.OpenRead(path);
        Assert.Equal(reference.GetProperty("size").GetInt64(), blob.Length);
        Assert.Equal(digest, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(blob))}");
        return path;
    }

    private static JsonDocument Json(string path) => JsonDocument.Parse(File.ReadAllBytes(path));

    /// <summary>What ./pack makes of these, once for all tests.</summary>
    public sealed class Made : IDisposable
    {
        private readonly Workspace _workspace = new();

        /// <summary>Makes them where they are not made yet.</summary>
        public void Make()
        {
            if (Version.Length > 0)
            {
                return;
            }

            Run pack = Run.Of(
                Repository.PathOf("pack"),
                ["programs", "container", "--systems", "linux-x64", "--output", PathOf("made")],
                Repository.Root,
                patience: TimeSpan.FromMinutes(30)
            );
            Assert.True(pack.ExitCode == 0, pack.Output + pack.Error);
            Program = Directory.GetFiles(PathOf("made"), "spotter-*-linux-x64").Single();
            Directory.CreateDirectory(PathOf("image"));
            TarFile.ExtractToDirectory($"{Program}.oci.tar", PathOf("image"), overwriteFiles: false);
            Version = Path.GetFileName(Program)["spotter-".Length..^"-linux-x64".Length];
        }

        public string Program { get; private set; } = "";

        public string Version { get; private set; } = "";

        /// <summary>What the container runs.</summary>
        public string EntryPoint
        {
            get
            {
                using JsonDocument list = Json(PathOf("image/manifest.json"));
                string config = list.RootElement[0].GetProperty("Config").GetString()!;
                using JsonDocument image = Json(Path.Combine(PathOf("image"), config));
                return image.RootElement.GetProperty("config").GetProperty("Entrypoint")[0].GetString()!;
            }
        }

        public string PathOf(string name) => _workspace.PathOf(name);

        /// <summary>A root of the first layers of the container.</summary>
        public string Unpack(string name, int layers)
        {
            string root = Directory.CreateDirectory(PathOf(name)).FullName;
            using JsonDocument list = Json(PathOf("image/manifest.json"));
            foreach (JsonElement layer in list.RootElement[0].GetProperty("Layers").EnumerateArray().Take(layers))
            {
                string archive = Path.Combine(PathOf("image"), layer.GetString()!);
                Run run = Run.Of("tar", ["-xzpf", archive, "--numeric-owner", "-C", root], PathOf("image"));
                Assert.True(run.ExitCode == 0, run.Error);
            }

            return root;
        }

        /// <summary>A folder that everybody may write.</summary>
        public string NewWork()
        {
            string folder = Directory.CreateDirectory(PathOf(Path.GetRandomFileName())).FullName;
            Run chmod = Run.Of("chmod", ["777", folder], folder);
            Assert.True(chmod.ExitCode == 0, chmod.Error);
            return folder;
        }

        public void Dispose() => _workspace.Dispose();
    }
}
