using Spotter.Applications;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Tests.Applications;

public sealed class SmilesTests
{
    [Fact]
    public void Create_Aligned_AnswersTheWholePictureOnce()
    {
        var frame = new Frame(new GrayImage(new byte[64 * 48], 64, 48));
        Detection face = Assert.Single(
            Smiles
                .Create(new AlignedFaces())
                .Detector.Detect(frame, cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Equal(new Box(0, 0, 64, 48), face.Box);
        Assert.Contains(face.Label, new[] { "face", Smiles.Smiling });
    }

    [Fact]
    public void Create_MinSmile_DecidesFromWhereOnAFaceSmiles()
    {
        var frame = new Frame(new GrayImage(new byte[64 * 48], 64, 48));
        Assert.Equal(Smiles.Smiling, Find(new SmileOptions { MinSmile = 0 }).Label);
        Assert.Equal("face", Find(new SmileOptions { MinSmile = 1 }).Label);
        Assert.InRange(Assert.NotNull(Find(new SmileOptions { MinSmile = 1 }).Smile), 0, 1);
        Assert.Null(Find(new SmileOptions { UsesNetwork = false }).Smile);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmileOptions { MinSmile = 1.5 });

        Detection Find(SmileOptions options) =>
            Assert.Single(
                Smiles
                    .Create(new AlignedFaces(), options)
                    .Detector.Detect(frame, cancellationToken: TestContext.Current.CancellationToken)
            );
    }

    // The network learned from these crops: this shows that they reach it as in training, not what it makes of others.
    [Fact]
    public void Detect_CropsThatTheNetworkKnows_IsMostlyRight()
    {
        string? crops = DevelopmentData.Find("genki-64x64-development");
        Assert.SkipWhen(crops is null, "needs ../shared/data/genki-64x64-development or SPOTTER_DEV_DATA");
        int right = 0;
        int all = 0;
        Application application = Smiles.Create(new AlignedFaces());
        foreach (string label in new[] { Smiles.Smiling, "not-smiling" })
        {
            foreach (
                string file in Directory
                    .EnumerateFiles(Path.Combine(crops, label), "*.jpg")
                    .Order(StringComparer.Ordinal)
                    .Where(static (_, i) => i % 20 == 0)
            )
            {
                bool smiles =
                    application
                        .Detector.Detect(Picture.Load(file), cancellationToken: TestContext.Current.CancellationToken)
                        .Single()
                        .Label == Smiles.Smiling;
                right += smiles == (label == Smiles.Smiling) ? 1 : 0;
                all++;
            }
        }

        Assert.True(right >= 0.85 * all, $"{right} of {all} right");
    }
}
