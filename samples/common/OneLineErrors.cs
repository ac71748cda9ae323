using System.Runtime.CompilerServices;
using Spotter;

/// <summary>
/// Part of every sample: an error that has a line for people (no such file, no camera) ends the program with that line
/// and not with a page of calls. How a program ends is not for a library to decide, so the samples' own build adds this
/// file.
/// </summary>
internal static class OneLineErrors
{
    [ModuleInitializer]
    internal static void Begin() =>
        AppDomain.CurrentDomain.UnhandledException += static (_, unhandled) =>
        {
            if (unhandled.ExceptionObject is SpotterException or ArgumentException or IOException)
            {
                Console.Error.WriteLine(((Exception)unhandled.ExceptionObject).Message);
                Environment.Exit(1);
            }
        };
}
