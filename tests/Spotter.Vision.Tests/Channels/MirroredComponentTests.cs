using Spotter.Vision.Channels;
using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;

namespace Spotter.Vision.Tests.Channels;

public sealed class MirroredComponentTests
{
    private static readonly DetectionOptions Windows = new()
    {
        MinNeighbors = 0,
        MinScore = -100,
        Threads = 1,
    };

    [Fact]
    public void Of_Twice_TheComponentItself()
    {
        ChannelComponent component = Asymmetric(1, new ChannelGeometry(2, 12, 7, 2));
        ChannelComponent twin = MirroredComponent.Of(component);
        ChannelComponent back = MirroredComponent.Of(twin);

        Assert.NotEqual(component.Trees.ToArray(), twin.Trees.ToArray());
        Assert.Equal(component.Trees, back.Trees);
        Assert.Equal(component.ObjectRegion, back.ObjectRegion);
        Assert.Equal(new RelativeRegion(0.25, 0.125, 0.625, 0.75), twin.ObjectRegion);
        Assert.Equal(
            (component.Geometry, component.Offset, component.Margin),
            (twin.Geometry, twin.Offset, twin.Margin)
        );
    }

    // Cell for cell: columns from the other side, directions of 30 and 150 and of 60 and 120 degrees exchanged.
    [Theory]
    [InlineData(7)]
    [InlineData(12)]
    public void Of_MirroredCells_SameSumsExactly(int columns)
    {
        ChannelComponent component = Asymmetric(2, new ChannelGeometry(2, columns, 9, 2));
        var cells = new BoxSize(71, 30);
        var picture = new Level(cells);
        var mirror = new Level(cells);
        var random = new Random(3);
        for (int y = 0; y < cells.Height; y++)
        {
            for (int channel = 0; channel < ChannelLayout.Count; channel++)
            {
                int[] mirrored = [0, 1, 2, 7, 6, 5, 4, 3];
                for (int x = 0; x < cells.Width; x++)
                {
                    sbyte value = (sbyte)random.Next(-128, 128);
                    picture[x, y, channel] = value;
                    mirror[cells.Width - 1 - x, y, mirrored[channel]] = value;
                }
            }
        }

        int across = cells.Width - columns + 1;
        for (int y = 0; y + component.Geometry.Rows <= cells.Height; y++)
        {
            List<WindowHit> expected = picture.Scan(component, y, across);
            List<WindowHit> found = mirror.Scan(MirroredComponent.Of(component), y, across);
            Assert.NotEmpty(expected);
            Assert.Equal(expected.Select(hit => hit with { X = across - 1 - hit.X }).Reverse(), found);
        }
    }

    // The picture is a whole number of cells wide at every octave that is searched. Sums of floats from the other side
    // differ in their last bit, which brings a few cells to the next of their 256 values; few windows turn on one of
    // them.
    [Theory]
    [InlineData(2, 256, 160)]
    [InlineData(4, 320, 208)]
    public void Detect_TwinOnTheMirroredPicture_AsTheComponentOnThePicture(int shrink, int width, int height)
    {
        ChannelComponent component = Asymmetric(4, new ChannelGeometry(shrink, 12, 9, 2));
        Frame picture = NoisePicture.Make(width, height, seed: 7);
        IReadOnlyList<Detection> expected = Detect(component, picture);
        IReadOnlyList<Detection> twins = Detect(MirroredComponent.Of(component), Mirror(picture));
        IReadOnlyList<Detection> unmirrored = Detect(component, Mirror(picture));

        Assert.True(expected.Count > 300);
        Assert.InRange(PartIn(twins, expected, width), 0.99, 1);
        Assert.InRange(PartIn(expected, twins, width), 0.99, 1);
        Assert.InRange(PartIn(unmirrored, expected, width), 0, 0.2);
    }

    [Fact]
    public void Detect_ModelWithTwins_FindsThePictureAndItsMirrorImageAlike()
    {
        ChannelModel model = Model(Asymmetric(5, new ChannelGeometry(2, 12, 9, 2)));
        Frame picture = NoisePicture.Make(256, 160, seed: 8);
        IReadOnlyList<Detection> expected = Detect(model.WithMirroredTwins(), picture);

        Assert.True(expected.Count > Detect(model, picture).Count + 100);
        Assert.InRange(PartIn(Detect(model.WithMirroredTwins(), Mirror(picture)), expected, 256), 0.99, 1);
    }

    // The part of the finds of which there is the mirror image among others, with the same score. A box may be rounded
    // the other way.
    private static double PartIn(IReadOnlyList<Detection> finds, IReadOnlyList<Detection> others, int width)
    {
        ILookup<double, Box> boxes = others.ToLookup(static find => find.Score, static find => find.Box);
        int count = finds.Count(find =>
            boxes[find.Score]
                .Any(box =>
                    Math.Abs(width - find.Box.Right - box.X) <= 1
                    && Math.Abs(find.Box.Width - box.Width) <= 1
                    && (find.Box.Y, find.Box.Height) == (box.Y, box.Height)
                )
        );
        return (double)count / finds.Count;
    }

    private static ChannelComponent Asymmetric(int seed, ChannelGeometry geometry) =>
        new(
            geometry,
            new RelativeRegion(0.125, 0.125, 0.625, 0.75),
            [.. RandomChannelModel.Make(seed, geometry).Components[0].Trees]
        );

    private static ChannelModel Model(ChannelComponent component) =>
        new(RandomChannelModel.Make(1, component.Geometry).Data with { Components = [component] });

    private static IReadOnlyList<Detection> Detect(ChannelComponent component, Frame frame) =>
        Detect(Model(component), frame);

    private static IReadOnlyList<Detection> Detect(ChannelModel model, Frame frame) =>
        new ChannelDetector(model).Detect(frame, Windows, TestContext.Current.CancellationToken);

    private static Frame Mirror(Frame frame)
    {
        var mirrored = new GrayImage(frame.Width, frame.Height);
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> row = mirrored.Pixels.AsSpan(y * frame.Width, frame.Width);
            frame.Gray.View.Row(y).CopyTo(row);
            row.Reverse();
        }

        return new Frame(mirrored);
    }

    /// <summary>Cells without a picture.</summary>
    private sealed unsafe class Level
    {
        private readonly CellBytes _cells = new();
        private readonly List<WindowHit> _hits = [];

        public Level(BoxSize cells) =>
            _cells.Resize(cells, default, new RowRange(0, cells.Height), CellBytes.StrideFor(cells.Width));

        public sbyte this[int x, int y, int channel]
        {
            set => _cells.Row(y, channel)[x] = value;
        }

        public List<WindowHit> Scan(ChannelComponent component, int y, int across)
        {
            var trees = new CompiledTrees(component);
            trees.Prepare(_cells.Stride);
            _hits.Clear();
            WindowScan.Row(trees, _cells, y, 0, across, KernelWidths.Widest, _hits);
            return [.. _hits];
        }
    }
}
