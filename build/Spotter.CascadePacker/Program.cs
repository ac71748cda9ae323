// Spotter.CascadePacker OUTPUT_FOLDER LIST_FILE: packs the cascade files that LIST_FILE names, one a line.

using Spotter.CascadePacker;
using Spotter.Vision.Cascades;

if (args is not [var folder, var list])
{
    Console.Error.WriteLine("usage: Spotter.CascadePacker OUTPUT_FOLDER LIST_FILE");
    return 2;
}

try
{
    Directory.CreateDirectory(folder);

    // Whoever builds waits for it.
    Parallel.ForEach(File.ReadAllLines(list).Where(static line => line.Length > 0), file =>
    {
        string target = Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + ".cascade");
        string temporary = target + ".new";
        File.WriteAllBytes(temporary, CompactWriter.Write(CascadeModel.Load(file)));
        File.Move(temporary, target, overwrite: true);
    });
    return 0;
}
catch (AggregateException several)
    when (several.InnerExceptions.All(static e =>
            e is CascadeFormatException or IOException or UnauthorizedAccessException
        )
    )
{
    return Refuse(several.InnerExceptions[0]);
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    return Refuse(e);
}

static int Refuse(Exception e)
{
    // MSBuild recognises this form and shows it as an error of the build.
    Console.Error.WriteLine($"Spotter.CascadePacker : error SPOTTER1001: {e.Message}");
    return 1;
}
