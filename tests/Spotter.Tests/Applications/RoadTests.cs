using Spotter.Applications;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Tests.Applications;

public sealed class RoadTests
{
    private static readonly Box Left = new(10, 40, 40, 40);
    private static readonly Box Right = new(100, 40, 30, 60);

    [Fact]
    public void Create_NetworkForCars_GivesItsVehiclesAsCarsAndNoPeople()
    {
        IDetector network = new Found(
            ["person", "car", "truck", "dog"],
            new Detection(Left, 0.9, "car"),
            new Detection(Right, 0.8, "person"),
            new Detection(Left.Offset(200, 0), 0.7, "truck"),
            new Detection(Left, 0.6, "dog")
        );
        Application road = Road.Create(
            new RoadOptions { Cars = network, People = new Found(["person"], new Detection(Right, 12, "person")) }
        );
        Assert.Equal(["car", "person"], road.Detector.Labels);
        Assert.Equal(
            [("person", Right), ("car", Left), ("car", Left.Offset(200, 0))],
            Search(road).Select(static found => (found.Label, found.Box))
        );
    }

    [Fact]
    public void Create_NetworkThatIsNotSureWhichVehicle_GivesOneCar()
    {
        IDetector network = new Found(
            ["car", "bus"],
            new Detection(Left, 0.9, "car"),
            new Detection(Left.Offset(3, 0), 0.8, "bus")
        );
        Assert.Equal(
            0.9,
            Assert.Single(Search(Road.Create(new RoadOptions { Cars = network, People = Nobody() }))).Score
        );
    }

    [Fact]
    public void Create_OneNetworkForBoth_GivesEachThingOnce()
    {
        IDetector network = new Found(
            ["person", "car"],
            new Detection(Left, 0.9, "car"),
            new Detection(Right, 0.8, "person")
        );
        Assert.Equal(
            ["car", "person"],
            Search(Road.Create(new RoadOptions { Cars = network, People = network }))
                .Select(static found => found.Label)
        );
    }

    [Fact]
    public void Create_LeastScores_AreEachModelsOwn()
    {
        var cars = new Found(["car"]);
        var people = new Found(["person"]);
        Search(
            Road.Create(
                new RoadOptions
                {
                    Cars = cars,
                    People = people,
                    CarMinScore = 0.4,
                    PersonMinScore = 7,
                }
            )
        );
        Assert.Equal((0.4, 7), (cars.MinScore, people.MinScore));
        Search(
            Road.Create(
                new RoadOptions
                {
                    Cars = cars,
                    People = people,
                    PersonMinScore = 7,
                }
            ),
            new DetectionOptions { MinScore = 3 }
        );
        Assert.Equal((3, 7), (cars.MinScore, people.MinScore));
    }

    [Theory]
    [InlineData("face", "finds face, but no car, truck, bus, van")]
    [InlineData("dog,cat,sheep,cow,bird", "finds dog, cat, sheep and others, but no car, truck, bus, van")]
    public void Create_ModelWithoutCars_SaysWhatItFinds(string labels, string message)
    {
        SpotterException e = Assert.Throws<SpotterException>(() =>
            Road.Create(new RoadOptions { Cars = new Found(labels.Split(',')) })
        );
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Selection_Network_NamesTheClassesThatCount()
    {
        Assert.Equal(
            "of its 4 classes car, truck count as car",
            Road.Selection(new Found(["person", "car", "truck", "dog"]), Road.Car)
        );
        Assert.Equal("of its 1 class object counts as person", Road.Selection(new Found(["object"]), Road.Person));
        Assert.Null(Road.Selection(new Found(["car"]), Road.Car));
    }

    private static Found Nobody() => new(["person"]);

    private static IReadOnlyList<Detection> Search(Application road, DetectionOptions? options = null) =>
        road.Detector.Detect(new Frame(new GrayImage(320, 240)), options, TestContext.Current.CancellationToken);

    private sealed class Found(string[] labels, params Detection[] found) : IDetector
    {
        public double? MinScore { get; private set; }

        public IReadOnlyList<string> Labels => labels;

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            MinScore = options?.MinScore;
            return found;
        }
    }
}
