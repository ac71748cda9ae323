namespace Spotter.Learning.Classifiers;

/// <summary>Stops when the validation loss has not improved for some epochs.</summary>
/// <param name="Patience">Epochs without improvement that are tolerated, at least 1.</param>
/// <param name="SmallestImprovement">A loss must fall by more than this to count, 0 or more.</param>
/// <param name="RestoreBest">Whether the network gets the weights of the best epoch back at the end.</param>
public sealed record EarlyStopping(int Patience, double SmallestImprovement = 0, bool RestoreBest = true)
{
    internal void Check()
    {
        if (Patience < 1 || !(SmallestImprovement >= 0 && double.IsFinite(SmallestImprovement)))
        {
            throw new ArgumentException(
                $"early stopping needs a patience of at least 1 and an improvement of 0 or more, got {Patience} and "
                    + $"{SmallestImprovement}"
            );
        }
    }
}
