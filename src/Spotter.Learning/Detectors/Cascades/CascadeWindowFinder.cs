using System.Runtime.InteropServices;
using Spotter.Learning.Detectors.Mining;
using Spotter.Networks;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Scalar;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Slides the cascade so far over a scene with the engine's own scanner, and cuts out what passes, pixel for pixel as
/// the engine saw it.
/// </summary>
internal sealed class CascadeWindowFinder(BoxSize window, CascadeModel? model, ScannerFactory? factory)
    : IWindowFinder<byte[]>
{
    /// <summary>
    /// From size to size, pass by pass: the first is what detectors use, the others see sizes between.
    /// </summary>
    public static readonly double[] ScaleFactors = [1.1, 1.13, 1.17];

    private readonly ILevelScanner? _scanner = factory?.Create();
    private readonly List<PyramidLevel> _levels = [];
    private readonly List<Candidate> _candidates = [];
    private readonly ResizeTable _columns = new();
    private readonly ResizeTable _rows = new();
    private byte[] _pixels = [];

    public SceneWindows<byte[]> Find(Scene scene, int pass, int most, RandomStream random)
    {
        GrayImage gray = scene.Frame.Gray;
        ScalePyramid.Build(new BoxSize(gray.Width, gray.Height), window, ScaleFactors[pass], default, default, _levels);
        if (pass > 0)
        {
            // Between the positions of the first pass, too.
            foreach (ref PyramidLevel level in CollectionsMarshal.AsSpan(_levels))
            {
                level = level with { Step = 1 };
            }
        }

        long searched = _levels.Sum(static level => (long)level.WindowsAcross * level.WindowRows);
        List<Place> places = model is null ? RandomPlaces(scene, most, ref random) : PassingPlaces(scene, gray);
        long passed = model is null ? searched : places.Count;
        Thin(places, most, ref random);
        return new SceneWindows<byte[]>(CutOut(gray, places), passed, searched);
    }

    private List<Place> PassingPlaces(Scene scene, GrayImage gray)
    {
        var places = new List<Place>();
        for (int i = 0; i < _levels.Count; i++)
        {
            PyramidLevel level = _levels[i];
            _candidates.Clear();
            _scanner!.Scan(gray.View, level, new RowRange(0, level.RowEnd), _candidates);
            _scanner.Finish();
            foreach (Candidate candidate in _candidates)
            {
                if (!SceneObjects.Meets(scene, candidate.Box))
                {
                    // Rounding to pixels of the picture is undone by rounding back: a level is never larger than the
                    // picture.
                    places.Add(
                        new Place(
                            i,
                            (int)MathF.Round(candidate.Box.X / level.Scale),
                            (int)MathF.Round(candidate.Box.Y / level.Scale)
                        )
                    );
                }
            }
        }

        return places;
    }

    // All windows are equally likely, hence most of them small, as in a search.
    private List<Place> RandomPlaces(Scene scene, int most, ref RandomStream random)
    {
        var places = new List<Place>();
        long[] ends = new long[_levels.Count];
        long total = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = total += (long)_levels[i].WindowsAcross * _levels[i].WindowRows;
        }

        for (int i = 0; i < most && total > 0; i++)
        {
            long number = (long)(random.NextDouble() * total);
            int index = Array.FindIndex(ends, end => number < end);
            PyramidLevel level = _levels[index];
            var place = new Place(
                index,
                random.NextInt(level.WindowsAcross) * level.Step,
                random.NextInt(level.WindowRows) * level.Step
            );
            if (!SceneObjects.Meets(scene, level.BoxAt(place.X, place.Y)))
            {
                places.Add(place);
            }
        }

        return places;
    }

    // A random subset, in its old order: level by level.
    private static void Thin(List<Place> places, int most, ref RandomStream random)
    {
        for (int i = 0; i < most && places.Count > most; i++)
        {
            int other = i + random.NextInt(places.Count - i);
            (places[i], places[other]) = (places[other], places[i]);
        }

        if (places.Count > most)
        {
            places.RemoveRange(most, places.Count - most);
        }

        places.Sort(static (a, b) => (a.Level, a.Y, a.X).CompareTo((b.Level, b.Y, b.X)));
    }

    private List<byte[]> CutOut(GrayImage gray, List<Place> places)
    {
        var windows = new List<byte[]>(places.Count);
        int current = -1;
        foreach (Place place in places)
        {
            PyramidLevel level = _levels[place.Level];
            if (place.Level != current)
            {
                current = place.Level;
                Resize(gray, level);
            }

            byte[] pixels = new byte[window.Width * window.Height];
            for (int y = 0; y < window.Height; y++)
            {
                _pixels
                    .AsSpan(((place.Y + y) * level.Width) + place.X, window.Width)
                    .CopyTo(pixels.AsSpan(y * window.Width));
            }

            windows.Add(pixels);
        }

        return windows;
    }

    private void Resize(GrayImage gray, PyramidLevel level)
    {
        if (_pixels.Length < level.Width * level.Height)
        {
            _pixels = new byte[level.Width * level.Height];
        }

        _columns.Prepare(gray.Width, level.Width);
        _rows.Prepare(gray.Height, level.Height);
        ScalarResize.Resize(gray.View, _columns, _rows, _pixels);
    }

    private readonly record struct Place(int Level, int X, int Y);
}
