using Spotter.Learning.Detectors.Networks;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Tests.Detectors.Networks;

public sealed class SceneSamplerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;
    private readonly DrawnSquares _scenes = new(12);
    private readonly ScenePixels _pixels;

    public SceneSamplerTests() => _pixels = _scenes.Store(_folder);

    public void Dispose()
    {
        _pixels.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void Show_Squares_StandWhereTheTargetSays(double mosaics, double mirrored)
    {
        SceneSampler sampler = Sampler(
            new SceneAugmentation
            {
                MosaicShare = mosaics,
                MirrorShare = mirrored,
                SmallestSides = [8],
                BlurShare = 0,
                CoverShare = 0,
            }
        );
        int boxes = 0;
        for (int position = 0; position < 16; position++)
        {
            BgrImage image = sampler.Show(position);
            foreach (TargetBox box in sampler.TargetOf(position).Boxes)
            {
                boxes++;
                int middle = (int)((box.Left + box.Right) / 2);
                int row = (int)((box.Top + box.Bottom) / 2);
                int inside = Brightness(image, (int)box.Left + 2, row);
                Assert.True(Brightness(image, middle, row) - inside < 12, $"{position}: {box} is not even");
                int left = (int)box.Left - 3;
                int right = (int)box.Right + 3;
                if (IsOfOnePicture(box.Left, left) && box.Left >= 4)
                {
                    Assert.True(inside - Brightness(image, left, row) > 30, $"{position}: {box}");
                }

                if (IsOfOnePicture(box.Right, right) && box.Right < 188)
                {
                    Assert.True(inside - Brightness(image, right, row) > 30, $"{position}: {box}");
                }
            }
        }

        Assert.InRange(boxes, 10, 200);
    }

    [Fact]
    public void Show_SameSeedAndStep_GivesTheSameSample()
    {
        var augmentation = new SceneAugmentation();
        SceneSampler first = Sampler(augmentation);
        SceneSampler second = Sampler(augmentation);
        second.Show(3);
        Assert.Equal(first.Show(5).Pixels, second.Show(5).Pixels);
        Assert.Equal(first.TargetOf(5).Boxes, second.TargetOf(5).Boxes);
        second.Step++;
        Assert.NotEqual(first.Show(5).Pixels, second.Show(5).Pixels);
    }

    [Fact]
    public void Sample_WholePictureAtItsSize_IsThePicture()
    {
        byte[] target = new byte[DrawnSquares.Side * DrawnSquares.Side * 3];
        byte[] buffer = [];
        _pixels.Sample(
            2,
            new SampledPart(0, 0, DrawnSquares.Side, DrawnSquares.Side),
            target,
            DrawnSquares.Side,
            DrawnSquares.Side,
            DrawnSquares.Side * 3,
            isMirrored: false,
            ref buffer
        );
        Assert.Equal(_scenes.Load(2).Bgr.Pixels, target);
    }

    [Fact]
    public void Dispose_LeavesNoFile()
    {
        var pixels = new ScenePixels(_folder);
        pixels.Add(_scenes.Load(0));
        pixels.Dispose();
        _pixels.Dispose();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private SceneSampler Sampler(SceneAugmentation augmentation) =>
        new(_scenes.Scenes, _pixels, [], augmentation, DetectorNetworks.Normalization, 1, 16, 1) { Size = 192 };

    // Places of pictures in a sample meet at multiples of 32, and there somebody else's square may follow.
    private static bool IsOfOnePicture(float edge, int beside) =>
        edge % 32 is > 0.01f and < 31.99f && (int)edge / 32 == beside / 32;

    private static int Brightness(BgrImage image, int x, int y)
    {
        x = Math.Clamp(x, 0, image.Width - 1);
        return image.Pixels[((y * image.Width) + x) * 3] + image.Pixels[(((y * image.Width) + x) * 3) + 2];
    }
}
