namespace Spotter.Vision.Evaluation;

/// <summary>What a detector does when detections below one score are left out.</summary>
/// <param name="Threshold">The lowest score that counts; positive infinity where nothing counts.</param>
/// <param name="Hits">Things found.</param>
/// <param name="FalseAlarms">Detections of nothing.</param>
/// <param name="Objects">Things there were to find.</param>
/// <param name="Pictures">Pictures searched.</param>
public readonly record struct OperatingPoint(double Threshold, int Hits, int FalseAlarms, int Objects, int Pictures)
{
    /// <summary>Things found, as a part of all, 0 to 1; NaN where there were none to find.</summary>
    public double Recall => Objects == 0 ? double.NaN : (double)Hits / Objects;

    /// <summary>Detections that found a thing, as a part of all, 0 to 1; 1 where there are no detections.</summary>
    public double Precision => Hits + FalseAlarms == 0 ? 1 : (double)Hits / (Hits + FalseAlarms);

    /// <summary>False alarms a picture.</summary>
    public double FalseAlarmsPerPicture => Pictures == 0 ? 0 : (double)FalseAlarms / Pictures;

    /// <summary>The harmonic mean of recall and precision; 0 where nothing was found.</summary>
    public double F1 => Hits == 0 ? 0 : 2.0 * Hits / (Objects + Hits + FalseAlarms);
}
