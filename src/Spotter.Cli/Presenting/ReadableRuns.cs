using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Presenting;

/// <summary>Runs that can be read; of the others it is said why not.</summary>
internal static class ReadableRuns
{
    public static List<T> Read<T>(IEnumerable<RunFolder> runs, Func<RunFolder, T> read)
    {
        var found = new List<T>();
        foreach (RunFolder run in runs)
        {
            try
            {
                found.Add(read(run));
            }
            catch (RunException e)
            {
                Messages.Error(e.Message);
            }
        }

        return found;
    }
}
