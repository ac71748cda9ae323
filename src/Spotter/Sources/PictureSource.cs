using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Sources.Archives;
using Spotter.Vision.Images;

namespace Spotter.Sources;

/// <summary>One picture that is to be read.</summary>
/// <param name="Name">What results and messages call it: the path as it was given, <c>-</c> for standard input.</param>
/// <param name="OutputPath">
/// Where its outputs go below an output folder: its place below the folder or glob that it came from, with <c>/</c>
/// between the parts. It never leads out of the output folder.
/// </param>
public sealed record PictureSource(string Name, string OutputPath)
{
    /// <summary>The name of standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Why there is nothing to read, in one line; null where there is.</summary>
    public string? Problem { get; init; }

    /// <summary>Where it is fetched from; null for a file and for standard input.</summary>
    public Uri? Address { get; init; }

    /// <summary>Reads its bytes where it is no file of its own, as in an archive; null where it is.</summary>
    internal Func<CancellationToken, MemoryStream>? Content { get; init; }

    /// <summary>True where the picture comes from standard input.</summary>
    public bool IsStandardInput => Name == StandardInput;

    /// <summary>Reads the picture from wherever it is.</summary>
    /// <param name="options">How.</param>
    /// <param name="given">What is read in place of standard input; null reads that.</param>
    /// <param name="cancellationToken">Ends fetching.</param>
    internal Frame Load(PictureLoadOptions options, Stream? given, CancellationToken cancellationToken = default)
    {
        using EncodedPicture encoded = Read(options, given, cancellationToken);
        return encoded.Decode(options, defers: false);
    }

    /// <summary>Brings the bytes of the picture into memory, from wherever it is.</summary>
    /// <param name="options">How.</param>
    /// <param name="given">What is read in place of standard input; null reads that.</param>
    /// <param name="cancellationToken">Ends fetching.</param>
    internal EncodedPicture Read(PictureLoadOptions options, Stream? given, CancellationToken cancellationToken)
    {
        if (Address is { } address)
        {
            return WebAddress.Read(address, Name, options, cancellationToken);
        }

        if (Content is { } content)
        {
            return Read(content, options, cancellationToken);
        }

        if (!IsStandardInput)
        {
            return Picture.Read(Name, options);
        }

        using Stream? own = given is null ? Console.OpenStandardInput() : null;
        return Picture.Read(given ?? own!, options, "standard input");
    }

    private EncodedPicture Read(
        Func<CancellationToken, MemoryStream> content,
        PictureLoadOptions options,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using MemoryStream bytes = content(cancellationToken);
            return Picture.Read(bytes, options, Name);
        }
        catch (Exception e) when (e is not SpotterException && ArchivePictures.IsOfFile(e))
        {
            throw new PictureException($"{Name}: cannot be read: {e.Message.Split('\n', 2)[0].Trim()}", e);
        }
    }
}
