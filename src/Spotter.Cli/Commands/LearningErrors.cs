using Spotter.Learning.Datasets;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Commands;

/// <summary>Makes of what can go wrong with data sets, runs and models a line for the user and an exit code.</summary>
internal static class LearningErrors
{
    /// <summary>
    /// Runs what depends on the user's words: numbers, layers and data that do not fit are their mistake.
    /// </summary>
    public static T Prepare<T>(Func<T> action)
    {
        try
        {
            return Run(action);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // .NET appends the parameter's name; the message alone says enough.
            throw new ToolException(e.Message.Split(" (Parameter", 2)[0], ExitCode.Usage);
        }
    }

    /// <summary>Runs what reads data, runs and models.</summary>
    public static T Run<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is DatasetException or RunException or InvalidDataException)
        {
            throw new ToolException(e.Message, ExitCode.MissingInput);
        }
        catch (ArithmeticException e)
        {
            throw new ToolException(e.Message, ExitCode.SomeFailed);
        }
    }
}
