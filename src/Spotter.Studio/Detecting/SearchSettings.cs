using System.Text.Json;
using Spotter.Searching;
using Spotter.Studio.Hosting;
using Spotter.Vision;

namespace Spotter.Studio.Detecting;

/// <summary>How to search, as requests say it; what is missing is left to the detector.</summary>
internal sealed record SearchSettings
{
    // What one request may cost: the search takes time and memory with its square.
    public const int LargestInput = 1280;

    /// <summary>By how much the window grows from scale to scale: 1.001 to 100.</summary>
    public double? ScaleFactor { get; init; }

    /// <summary>How many overlapping candidates a detection needs.</summary>
    public int? MinNeighbors { get; init; }

    /// <summary>Nothing smaller is looked for, in pixels.</summary>
    public int? MinSize { get; init; }

    /// <summary>Nothing larger is looked for, in pixels.</summary>
    public int? MaxSize { get; init; }

    /// <summary>
    /// Networks: the longer side that a picture is brought to, 32 to 1280 pixels; by <see cref="MinSize"/> unless
    /// given.
    /// </summary>
    public int? InputSize { get; init; }

    /// <summary>Detections with a lower score are left out.</summary>
    public double? MinScore { get; init; }

    /// <param name="detector">What is to search.</param>
    /// <exception cref="ProblemException">A value is out of its range, or means nothing to the detector.</exception>
    public DetectionOptions ToOptions(IDetector detector)
    {
        if (MinScore is not null && detector is CombinedDetector)
        {
            throw ProblemException.BadRequest(
                "minScore: is one number, but several detectors have scales of their own; ask for one of them"
            );
        }

        if (MinSize > MaxSize && MaxSize > 0)
        {
            throw ProblemException.BadRequest(
                $"minSize: {MinSize} is more than maxSize, {MaxSize}: nothing could be found"
            );
        }

        try
        {
            // Many requests share the processors better than many threads share a picture.
            return new DetectionOptions
            {
                ScaleFactor = ScaleFactor,
                MinNeighbors = MinNeighbors,
                MinSize = Square(MinSize),
                MaxSize = Square(MaxSize),
                InputSize = InputSize is null or <= LargestInput
                    ? InputSize
                    : throw ProblemException.BadRequest(
                        $"inputSize: must be at most {LargestInput}, got {InputSize}: visitors share the processors"
                    ),
                MinScore = MinScore,
                Threads = 1,
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            string name = JsonNamingPolicy.CamelCase.ConvertName(e.ParamName ?? "search");
            throw ProblemException.BadRequest($"{name}: {SpotterException.PlainMessage(e)}");
        }
    }

    private static BoxSize? Square(int? side) => side is { } pixels ? new BoxSize(pixels, pixels) : null;
}
