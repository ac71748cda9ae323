using System.Text.Json;

namespace Spotter.Workshop.Labels;

/// <summary>One of the lists that a COCO file is made of.</summary>
internal readonly struct CocoList
{
    private readonly JsonElement _list;
    private readonly string _place;

    public CocoList(JsonElement root, string name, string path)
    {
        _place = $"{path}, {name}";
        if (!root.TryGetProperty(name, out _list) || _list.ValueKind != JsonValueKind.Array)
        {
            throw new LabelException($"{path}: is not COCO: it has no list \"{name}\"");
        }
    }

    public IEnumerable<CocoItem> Items
    {
        get
        {
            string place = _place;
            return _list.EnumerateArray().Select((element, index) => new CocoItem(element, $"{place}[{index}]"));
        }
    }
}
