using System.Globalization;
using System.Security.Cryptography;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio.Datasets;
using Spotter.Studio.Hosting;
using Spotter.Vision;

namespace Spotter.Studio.Labels;

/// <summary>
/// The pictures with boxes of the studio. They stay when it closes, and everyone who may use the studio sees them.
/// </summary>
internal sealed class LabelStore(DataFolders folders, Storage storage, StudioLimits limits)
{
    private const int IdBytes = 6;
    private const int MostSets = 200;
    private const int MostBoxes = 1000;
    private const int MostLabelLength = 60;
    private const int MostTitleLength = 200;

    private readonly Lock _lock = new();

    public IReadOnlyList<StoredLabels> List() =>
        [
            .. Directory
                .EnumerateDirectories(folders.Labels)
                .Select(static path => new StoredLabels(Path.GetFileName(path), path))
                .Where(static set => Directory.Exists(set.Pictures))
                .OrderBy(static set => set.Title, StringComparer.OrdinalIgnoreCase),
        ];

    /// <exception cref="ProblemException">There is none of this id.</exception>
    public StoredLabels Get(string id) =>
        List().FirstOrDefault(set => set.Id == id)
        ?? throw ProblemException.NotFound("there are no labelled pictures of this id; GET /api/v1/labels lists them");

    /// <exception cref="ProblemException">There are too many, or there is no room.</exception>
    public StoredLabels Create(string? title)
    {
        if (List().Count >= MostSets)
        {
            throw ProblemException.Full($"there are {MostSets} sets already; remove one (DELETE /api/v1/labels/ID)");
        }

        storage.Take(Storage.BytesPerFile);
        return StoredLabels.Create(
            folders.Labels,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
            title
        );
    }

    public void Remove(StoredLabels set) => storage.Remove(set.Folder);

    /// <exception cref="ProblemException">There is none of this name.</exception>
    public static StoredPicture GetPicture(StoredLabels set, string name) =>
        set.Find(name) ?? throw ProblemException.NotFound("there is no such picture");

    /// <summary>Adds a picture without boxes.</summary>
    /// <param name="set">Where to.</param>
    /// <param name="title">What people call it; null for nothing.</param>
    /// <param name="content">Its file.</param>
    /// <exception cref="ProblemException">It is no picture that can be read, or there is no room.</exception>
    public StoredPicture Add(StoredLabels set, string? title, ReadOnlySpan<byte> content)
    {
        string extension = DatasetStore.ExtensionOf(content)
            ?? throw ProblemException.WrongKind($"boxes are drawn on {PictureSignature.Formats} pictures");
        lock (_lock)
        {
            if (Directory.EnumerateFiles(set.Pictures).Count() >= limits.DatasetPictures)
            {
                throw ProblemException.TooLarge($"a set holds at most {limits.DatasetPictures} pictures");
            }

            storage.Take(content.Length + 2 * Storage.BytesPerFile);
            string name = string.Create(
                CultureInfo.InvariantCulture,
                $"{DateTime.UtcNow.Ticks:x}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}{extension}"
            );
            string path = Path.Combine(set.Pictures, name);
            File.WriteAllBytes(path, content);
            try
            {
                BoxSize size = Picture.ReadSize(path);
                string clean = string.Concat((title ?? name).Where(static c => !char.IsControl(c)));
                var picture = new StoredPicture(
                    name,
                    clean[..Math.Min(clean.Length, MostTitleLength)],
                    size.Width,
                    size.Height,
                    false,
                    []
                );
                set.Write(picture);
                return picture;
            }
            catch (PictureException e)
            {
                storage.RemoveFile(path);
                throw new ProblemException(
                    StatusCodes.Status422UnprocessableEntity,
                    "The picture cannot be read",
                    e.Message.Replace(path, "the picture", StringComparison.Ordinal)
                );
            }
        }
    }

    /// <summary>Keeps what was drawn on a picture.</summary>
    /// <exception cref="ProblemException">A box is none.</exception>
    public StoredPicture Draw(StoredLabels set, StoredPicture picture, IReadOnlyList<DrawnBox> boxes, bool isDone)
    {
        if (boxes.Count > MostBoxes)
        {
            throw ProblemException.BadRequest($"a picture has at most {MostBoxes} boxes, got {boxes.Count}");
        }

        StoredPicture drawn = picture with { Boxes = [.. boxes.Select(box => Fit(box, picture))], IsDone = isDone };
        lock (_lock)
        {
            set.Write(drawn);
        }

        return drawn;
    }

    public void Remove(StoredLabels set, StoredPicture picture)
    {
        storage.RemoveFile(set.PathOf(picture));
        storage.RemoveFile(set.BoxesOf(picture));
    }

    private static DrawnBox Fit(DrawnBox box, StoredPicture picture)
    {
        string label = box.Label?.Trim() ?? "";
        if (label.Length is 0 or > MostLabelLength || label.Any(static c => char.IsControl(c) || c == ','))
        {
            throw ProblemException.BadRequest(
                $"label wants 1 to {MostLabelLength} characters without a comma, got {box.Label}"
            );
        }

        int left = Math.Clamp(box.X, 0, picture.Width);
        int top = Math.Clamp(box.Y, 0, picture.Height);
        int right = (int)Math.Clamp((long)box.X + box.W, 0, picture.Width);
        int bottom = (int)Math.Clamp((long)box.Y + box.H, 0, picture.Height);
        return right > left && bottom > top
            ? new DrawnBox(label, left, top, right - left, bottom - top)
            : throw ProblemException.BadRequest(
                $"a box must lie in the picture of {picture.Width}x{picture.Height}, got {box.X}, {box.Y}, "
                    + $"{box.W}x{box.H}"
            );
    }
}
