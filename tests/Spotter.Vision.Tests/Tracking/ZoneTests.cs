using CsCheck;
using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class ZoneTests
{
    private static readonly Point[] Square = [new(100, 100), new(200, 100), new(200, 200), new(100, 200)];

    [Fact]
    public void Update_ThroughTheZone_EntersLeavesAndTellsDwell()
    {
        var zone = new Zone("yard", Square);
        List<TrackEvent> events = [];
        for (int x = 50; x <= 250; x += 10)
        {
            events.AddRange(zone.Update([At(4, x, 150)], TimeSpan.FromSeconds(x / 10.0), x));
            if (x == 150)
            {
                Assert.Equal(1, zone.Occupancy);
                Assert.Equal([4], zone.Occupants);
                Assert.Equal(TimeSpan.FromSeconds(5), zone.DwellOf(4, TimeSpan.FromSeconds(15)));
            }
        }

        Assert.Equal(
            [
                new TrackEvent(4, "person", TrackEventKind.ZoneEnter, TimeSpan.FromSeconds(10), 100, "yard"),
                new TrackEvent(
                    4,
                    "person",
                    TrackEventKind.ZoneLeave,
                    TimeSpan.FromSeconds(21),
                    210,
                    "yard",
                    TimeSpan.FromSeconds(11)
                ),
            ],
            events
        );
        Assert.Equal((0, 1, 1), (zone.Occupancy, zone.Entered, zone.Left));
        Assert.Null(zone.DwellOf(4, TimeSpan.FromSeconds(25)));
    }

    [Fact]
    public void Update_TrembleOnTheBorder_EntersOnce() =>
        Gen.Int[-3, 3]
            .Array[100]
            .Sample(tremble =>
            {
                var zone = new Zone("yard", Square);
                int enters = 0,
                    leaves = 0;
                for (int i = 0; i < tremble.Length; i++)
                {
                    IReadOnlyList<TrackEvent> events = zone.Update(
                        [At(1, 100 + tremble[i], 150)],
                        TimeSpan.FromSeconds(i),
                        i
                    );
                    enters += events.Count(happened => happened.Kind == TrackEventKind.ZoneEnter);
                    leaves += events.Count(happened => happened.Kind == TrackEventKind.ZoneLeave);
                }

                Assert.Equal((tremble.Any(d => d >= 0) ? 1 : 0, 0), (enters, leaves));
            });

    [Fact]
    public void Update_NoLongerShown_LeavesAfterAbsenceWithDwellToLastSight()
    {
        var zone = new Zone("yard", Square);
        zone.Update([At(1, 150, 150)], TimeSpan.Zero, 0);
        zone.Update([At(1, 150, 150)], TimeSpan.FromSeconds(4), 1);
        Assert.Empty(zone.Update([], TimeSpan.FromSeconds(7), 2));
        Assert.Equal(1, zone.Occupancy);

        // After a gap in time, who was there before has five frames to be found again.
        List<TrackEvent> events = [];
        for (int frame = 0; frame < 6; frame++)
        {
            Assert.Empty(events);
            events.AddRange(zone.Update([], TimeSpan.FromSeconds(7.1 + frame / 25.0), 3 + frame));
        }

        TrackEvent left = Assert.Single(events);
        Assert.Equal((TrackEventKind.ZoneLeave, TimeSpan.FromSeconds(4)), (left.Kind, left.Dwell));
        Assert.Equal(0, zone.Occupancy);
    }

    [Fact]
    public void Update_ClockStartsAgain_EmptiesTheZone()
    {
        var zone = new Zone("yard", Square);
        zone.Update([At(1, 150, 150)], TimeSpan.FromMinutes(5), 0);
        Assert.Equal(TrackEventKind.ZoneLeave, Assert.Single(zone.Update([], TimeSpan.Zero, 0)).Kind);
    }

    [Fact]
    public void Contains_AnyConvexPolygon_AgreesWithItsSides() =>
        Gen.Select(Gen.Int[3, 12], Gen.Double[0, 6], Gen.Double[-60, 60], Gen.Double[-60, 60])
            .Sample(
                (corners, turn, x, y) =>
                {
                    Point[] polygon =
                    [
                        .. Enumerable
                            .Range(0, corners)
                            .Select(i =>
                            {
                                double angle = turn + 2 * Math.PI * i / corners;
                                return new Point(50 * Math.Cos(angle), 50 * Math.Sin(angle));
                            }),
                    ];
                    var place = new Point(x, y);
                    double[] sides =
                    [
                        .. Enumerable
                            .Range(0, corners)
                            .Select(i => polygon[i].Cross(polygon[(i + 1) % corners], place)),
                    ];

                    // On the border either answer is right.
                    bool onBorder = sides.Any(side => Math.Abs(side) < 1e-6);
                    Assert.True(
                        onBorder || sides.All(side => side > 0) == new Zone("polygon", polygon).Contains(place)
                    );
                }
            );

    [Fact]
    public void Contains_NotchedPolygon_LeavesTheNotchOut()
    {
        var zone = new Zone(
            "u",
            [new(0, 0), new(30, 0), new(30, 30), new(20, 30), new(20, 10), new(10, 10), new(10, 30), new(0, 30)]
        );
        Assert.True(
            zone.Contains(new Point(5, 20)) && zone.Contains(new Point(25, 20)) && zone.Contains(new Point(15, 5))
        );
        Assert.False(zone.Contains(new Point(15, 20)));
    }

    [Fact]
    public void Constructor_NoArea_SaysSo()
    {
        foreach (
            Point[] corners in new Point[][]
            {
                [],
                [new(0, 0), new(1, 1)],
                [new(0, 0), new(1, 1), new(3, 3)],
                [new(0, 0), new(1, 0), new(double.NaN, 2)],
            }
        )
        {
            Assert.Contains(
                "zone 'z' must have three corners",
                Assert.Throws<ArgumentException>(() => new Zone("z", corners)).Message,
                StringComparison.Ordinal
            );
        }
    }

    private static Track At(int id, int x, int y) =>
        Track.From(new Detection(new Box(x - 20, y - 40, 40, 40), 1, "person", id));
}
