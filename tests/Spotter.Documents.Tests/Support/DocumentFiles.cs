using System.IO.Compression;
using Spotter.Media;
using Spotter.Vision.Images;

namespace Spotter.Documents.Tests.Support;

/// <summary>The files that the pages speak of: a photograph with a face under their names, a short film.</summary>
internal static class DocumentFiles
{
    private static readonly string[] Photographs =
    [
        "photo.jpg",
        "group.jpg",
        "photos/a.jpg",
        "photos/holiday/b.jpg",
        "couple.jpg",
    ];

    private static readonly string[] Stickers = ["nose.png", "ears.png"];

    /// <summary>Makes a folder with files that options name the working folder of this process.</summary>
    public static void EnterFolder()
    {
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "named")).FullName;
        foreach (string sticker in Stickers)
        {
            new BgrImage(32, 32).Save(Path.Combine(folder, sticker));
        }

        Environment.CurrentDirectory = folder;
    }

    /// <summary>Writes what the code of a block names.</summary>
    public static void Write(Workspace workspace, CodeBlock block)
    {
        string text = $"{block.Code} {block["args"]} {block["after"]}";
        foreach (string name in Photographs)
        {
            workspace.Write(name, File.ReadAllBytes(SamplePictures.WithFace));
        }

        if (text.Contains("clip.mp4", StringComparison.Ordinal))
        {
            SampleVideos.Write(workspace.PathOf("clip.mp4"));
        }

        if (text.Contains("photos.zip", StringComparison.Ordinal))
        {
            ZipFile.CreateFromDirectory(workspace.PathOf("photos"), workspace.PathOf("photos.zip"));
        }

        workspace.Write("list.txt", "photo.jpg\nphotos/a.jpg\n");
        workspace.Write("captions.txt", "hello\ngood evening\n");
        foreach (string sticker in Stickers.Where(name => text.Contains(name, StringComparison.Ordinal)))
        {
            new BgrImage(32, 32).Save(workspace.PathOf(sticker));
        }
    }
}
