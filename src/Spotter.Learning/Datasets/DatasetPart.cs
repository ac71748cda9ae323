namespace Spotter.Learning.Datasets;

/// <summary>What a picture of a data set is for.</summary>
internal enum DatasetPart
{
    /// <summary>The network learns from it.</summary>
    Train,

    /// <summary>It decides about epochs and settings.</summary>
    Validation,

    /// <summary>It is looked at once, after training.</summary>
    Test,
}

/// <summary>The words by which folders and tables name parts.</summary>
internal static class DatasetParts
{
    public const string Described = "train, validation or test";

    /// <summary>The part of that name, in any case; null for none.</summary>
    public static DatasetPart? Find(string name) =>
        name.Trim().ToLowerInvariant() switch
        {
            "train" or "training" => DatasetPart.Train,
            "validation" or "valid" or "val" or "validate" => DatasetPart.Validation,
            "test" or "testing" => DatasetPart.Test,
            _ => null,
        };

    public static string NameOf(DatasetPart part) =>
        part switch
        {
            DatasetPart.Train => "train",
            DatasetPart.Validation => "validation",
            _ => "test",
        };
}
