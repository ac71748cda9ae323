using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Spotter.Cli.Presenting;

/// <summary>
/// Lines of results as a table of Parquet: a row a find, a class or an event; of a picture or frame with none, and of
/// one that could not be read, a row without. docs/reference/parquet.md has the columns.
/// </summary>
internal sealed class ParquetTable : IAsyncDisposable
{
    // Some megabytes at a time, as readers like them.
    private const int RowsOfAGroup = 100_000;

    private static readonly string[] Lists = ["detections", "classes"];

    private readonly ParquetColumn[] _columns;
    private readonly ParquetWriter _writer;
    private int _rows;

    private ParquetTable(ParquetColumn[] columns, ParquetWriter writer) => (_columns, _writer) = (columns, writer);

    /// <summary>What the columns are called, and what is in them.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Columns =>
        [.. All().Select(static column => (column.Field.Name, column.Field.ClrType))];

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where it goes; it is not closed.</param>
    public static async Task<ParquetTable> BeginAsync(Stream stream)
    {
        ParquetColumn[] columns = All();
        var schema = new ParquetSchema([.. columns.Select(static column => column.Field)]);
        return new ParquetTable(columns, await ParquetWriter.CreateAsync(schema, stream));
    }

    /// <summary>Adds a line of results.</summary>
    public async Task AddAsync(ReadOnlyMemory<byte> line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        JsonElement[] finds =
        [
            .. Lists
                .Where(name => root.TryGetProperty(name, out _))
                .SelectMany(name => root.GetProperty(name).EnumerateArray()),
        ];
        foreach (JsonElement? find in finds.Length == 0 ? [null] : finds.Select(static one => (JsonElement?)one))
        {
            foreach (ParquetColumn column in _columns)
            {
                column.Add(root, find);
            }

            _rows++;
        }

        if (_rows >= RowsOfAGroup)
        {
            await FlushAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await FlushAsync();
        await _writer.DisposeAsync();
    }

    private async Task FlushAsync()
    {
        if (_rows == 0)
        {
            return;
        }

        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        foreach (ParquetColumn column in _columns)
        {
            await column.WriteAsync(group);
        }

        _rows = 0;
    }

    private static ParquetColumn[] All() =>
        [
            new ParquetText("file", isNullable: false),
            new ParquetNumbers<long>("frame", static value => value.GetInt64()),
            new ParquetNumbers<double>("time", static value => value.GetDouble()),
            new ParquetNumbers<int>("width", static value => value.GetInt32()),
            new ParquetNumbers<int>("height", static value => value.GetInt32()),
            new ParquetText("error"),
            new ParquetText("event"),
            new ParquetText("name"),
            new ParquetText("label", "class"),
            new ParquetNumbers<int>("x", static value => value.GetInt32()),
            new ParquetNumbers<int>("y", static value => value.GetInt32()),
            new ParquetNumbers<int>("w", static value => value.GetInt32()),
            new ParquetNumbers<int>("h", static value => value.GetInt32()),
            new ParquetNumbers<double>("score", static value => value.GetDouble(), "probability"),
            new ParquetNumbers<int>("id", static value => value.GetInt32()),
            new ParquetNumbers<bool>("seen", static value => value.GetBoolean()),
            new ParquetNumbers<double>("smile", static value => value.GetDouble()),
            new ParquetNumbers<double>("share", static value => value.GetDouble()),
            new ParquetNumbers<double>("metres", static value => value.GetDouble()),
            new ParquetNumbers<double>("kmh", static value => value.GetDouble()),
            new ParquetNumbers<double>("dwell", static value => value.GetDouble()),
        ];

    /// <param name="name">What it is called in the table.</param>
    /// <param name="type">What is in it.</param>
    /// <param name="isNullable">Whether it may be empty.</param>
    /// <param name="other">What else its member in a find may be called.</param>
    private abstract class ParquetColumn(string name, Type type, bool isNullable, string? other)
    {
        public DataField Field { get; } = new(name, type, isNullable);

        public void Add(JsonElement line, JsonElement? find) =>
            Add(
                find is { } one
                && (
                    one.TryGetProperty(name, out JsonElement value)
                    || (other is not null && one.TryGetProperty(other, out value))
                )
                    ? value
                : line.TryGetProperty(name, out value) ? value
                : null
            );

        public abstract Task WriteAsync(ParquetRowGroupWriter group);

        protected abstract void Add(JsonElement? value);
    }

    private sealed class ParquetText(string name, string? other = null, bool isNullable = true)
        : ParquetColumn(name, typeof(string), isNullable, other)
    {
        private readonly List<string> _values = [];

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync(Field, _values);
            _values.Clear();
        }

        protected override void Add(JsonElement? value) => _values.Add(value?.GetString()!);
    }

    private sealed class ParquetNumbers<T>(string name, Func<JsonElement, T> read, string? other = null)
        : ParquetColumn(name, typeof(T), isNullable: true, other)
        where T : struct
    {
        private readonly List<T?> _values = [];

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync<T>(Field, _values.ToArray().AsMemory());
            _values.Clear();
        }

        protected override void Add(JsonElement? value) =>
            _values.Add(value is { ValueKind: not JsonValueKind.Null } there ? read(there) : null);
    }
}
