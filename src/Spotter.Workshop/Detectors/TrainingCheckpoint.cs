using System.Security.Cryptography;
using System.Text;
using Spotter.Files;
using Spotter.Networks.Files;

namespace Spotter.Workshop.Detectors;

/// <summary>
/// What an interrupted training needs to go on, in a file beside the model: a line that names the format, the
/// fingerprint of the run, the SHA-256 of the rest, and the trainer's own bytes. It is replaced whole, so a kill at any
/// moment leaves a good one.
/// </summary>
internal sealed class TrainingCheckpoint(string modelPath, string fingerprint, Outputs? outputs = null)
{
    private const string Magic = "SpotterDetectorTraining1";

    public string Path { get; } = modelPath + ".training";

    public bool Exists => File.Exists(Path);

    public void Save(byte[] state)
    {
        byte[] head = Encoding.ASCII.GetBytes(
            $"{Magic}\n{fingerprint}\n{Convert.ToHexString(SHA256.HashData(state))}\n"
        );
        WholeFile.Write(Path, [.. head, .. state]);
        outputs?.Note(Path);
    }

    /// <exception cref="TrainingDataException">The file is damaged, or belongs to a run with other data or
    /// settings.</exception>
    public byte[] Load()
    {
        byte[] bytes = File.ReadAllBytes(Path);
        string[] head = new string[3];
        int at = 0;
        for (int i = 0; i < head.Length; i++)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', at);
            if (end < 0)
            {
                throw Damaged();
            }

            head[i] = Encoding.ASCII.GetString(bytes, at, end - at);
            at = end + 1;
        }

        if (head[0] != Magic || head[2] != Convert.ToHexString(SHA256.HashData(bytes.AsSpan(at))))
        {
            throw Damaged();
        }

        return head[1] == fingerprint
            ? bytes[at..]
            : throw new TrainingDataException(
                $"{Path}: belongs to a training with other data or settings; leave out --resume to begin anew"
            );
    }

    public void Delete() => File.Delete(Path);

    private TrainingDataException Damaged() => new($"{Path}: is no whole checkpoint; leave out --resume to begin anew");
}
