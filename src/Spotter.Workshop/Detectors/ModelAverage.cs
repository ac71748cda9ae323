using Spotter.Files;
using Spotter.Vision.Channels;
using Spotter.Workshop.Models;

namespace Spotter.Workshop.Detectors;

/// <summary>Makes one channel model of several that learned the same: see <see cref="ChannelModel.Average"/>.</summary>
public static class ModelAverage
{
    /// <summary>Averages models and writes the result.</summary>
    /// <param name="models">Names or files, at least two.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="operatingPoint">From which score on it answers; null means the first model's, with which the mean
    /// of several answers less often.</param>
    /// <param name="outputs">What may be written over; null for nothing but what an earlier run wrote.</param>
    /// <exception cref="IOException">A model cannot be read, or the result cannot be written.</exception>
    /// <exception cref="ChannelFormatException">A file is no usable channel model.</exception>
    /// <exception cref="ArgumentException">There are too few models, or they do not fit together.</exception>
    public static ChannelModel Write(
        IReadOnlyList<string> models,
        string output,
        double? operatingPoint = null,
        Outputs? outputs = null
    )
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count < 2)
        {
            throw new ArgumentException("name at least two models to average", nameof(models));
        }

        outputs ??= new Outputs();
        outputs.AddInputs(models.Where(File.Exists));
        outputs.Claim(output);
        ChannelModel[] loaded = [.. models.Select(AnyModel.LoadChannels)];
        for (int i = 1; i < loaded.Length; i++)
        {
            if (loaded[0].Difference(loaded[i]) is { } difference)
            {
                throw new ArgumentException(
                    $"{models[i]}: cannot be averaged with {models[0]}: {difference}",
                    nameof(models)
                );
            }
        }

        ChannelModel average = ChannelModel.Average(loaded);
        average = operatingPoint is { } score ? average.WithOperatingPoint(score) : average;
        outputs.Write(output, average.ToBytes());
        return average;
    }
}
