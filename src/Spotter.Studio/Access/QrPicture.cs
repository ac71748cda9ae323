using QRCoder;

namespace Spotter.Studio.Access;

/// <summary>A QR code in characters, two rows of modules a line.</summary>
internal static class QrPicture
{
    /// <summary>
    /// The code with its quiet zone; light modules are drawn, so that it can be read on a dark terminal too.
    /// </summary>
    public static string Draw(string text)
    {
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        var lines = new List<string>();
        for (int y = 0; y < code.ModuleMatrix.Count; y += 2)
        {
            int row = y;
            lines.Add(string.Create(code.ModuleMatrix.Count, code, (line, modules) =>
                {
                    for (int x = 0; x < line.Length; x++)
                    {
                        bool upper = !modules.ModuleMatrix[row][x];
                        bool lower = row + 1 < modules.ModuleMatrix.Count && !modules.ModuleMatrix[row + 1][x];
                        line[x] = (upper, lower) switch
                        {
                            (true, true) => '█',
                            (true, false) => '▀',
                            (false, true) => '▄',
                            _ => ' ',
                        };
                    }
                }));
        }

        return string.Join('\n', lines);
    }
}
