using System.Text.Json;
using Spotter.Vision;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>Writes where one kind of thing is in drawn pictures, in the format of COCO.</summary>
/// <param name="category">What the things are.</param>
internal sealed class CocoLabels(string category)
{
    private readonly List<object> _images = [];
    private readonly List<object> _annotations = [];

    /// <summary>How many pictures there are.</summary>
    public int Count => _images.Count;

    /// <summary>The name of a picture's file.</summary>
    public static string NameOf(int picture) => $"{picture:D5}.png";

    /// <summary>Adds the next picture.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="things">Where they are, and whether they count neither way.</param>
    public void Add(int width, int height, IEnumerable<(Box Box, bool IsIgnored)> things)
    {
        foreach ((Box box, bool isIgnored) in things)
        {
            _annotations.Add(
                new
                {
                    id = _annotations.Count,
                    image_id = Count,
                    category_id = 1,
                    bbox = (int[])[box.X, box.Y, box.Width, box.Height],
                    iscrowd = isIgnored ? 1 : 0,
                }
            );
        }

        _images.Add(
            new
            {
                id = Count,
                file_name = NameOf(Count),
                width,
                height,
            }
        );
    }

    public void Write(string file) =>
        File.WriteAllText(
            file,
            JsonSerializer.Serialize(
                new
                {
                    images = _images,
                    annotations = _annotations,
                    categories = new[] { new { id = 1, name = category } },
                }
            )
        );
}
