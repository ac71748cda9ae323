using System.Globalization;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Networks;
using Spotter.Networks.Text;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>
/// Shows what a classifier consists of, what its first layer looks at and, for a picture, what each layer makes of it.
/// </summary>
public sealed class ClassifierExplanation
{
    private const string Drawing = "network.png";
    private const string Weights = "weights.png";
    private const string Layers = "layers.png";

    private readonly ImageClassifier _classifier;
    private readonly string _name;
    private readonly ExplainOptions _options;
    private readonly ExplanationFolder _folder;

    /// <param name="classifier">What is explained.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="folder">Where to; it is made where it is missing.</param>
    /// <param name="options">Settings; of how to search nothing counts.</param>
    public ClassifierExplanation(ImageClassifier classifier, string name, string folder, ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(options);
        _classifier = classifier;
        _name = name;
        _options = options;
        _folder = new ExplanationFolder($"How {name} works", folder, options);
    }

    /// <summary>
    /// Makes what the classifier sees of a picture; null takes the whole picture. It may say with an exception that
    /// there is nothing to see.
    /// </summary>
    public Func<BgrImage, BgrImage>? Cut { get; init; }

    /// <summary>What <see cref="Cut"/> takes, in words for the page; empty for nothing to say.</summary>
    public string CutText { get; init; } = "";

    /// <summary>Writes <c>explain.html</c> and its pictures by themselves.</summary>
    /// <exception cref="SpotterException">An option does not suit a classifier, the picture cannot be read, or a file
    /// not be written.</exception>
    public void Write()
    {
        if (_options.Positives is not null)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"--positives: {_name} is a network, which has no features to draw over crops; leave it out"
            );
        }

        byte[]? weights = FirstLayerWeights.Draw(_classifier.Network);
        _folder.Claim([
            Explanation.Page,
            Drawing,
            .. weights is null ? Array.Empty<string>() : [Weights],
            .. _options.Picture is null ? Array.Empty<string>() : [Layers],
        ]);
        BgrImage? picture = _options.Picture is { } path ? Picture.Load(path, _options.Loading).Bgr : null;
        Describe();
        if (weights is not null)
        {
            _folder.Page.Heading("What the first layer looks at");
            _folder.Show(
                Weights,
                weights,
                "A tile for each unit: blue where brightness speaks for it, orange where it speaks against it."
            );
        }

        if (picture is not null)
        {
            BgrImage seen = PictureFit.Fit(Cut?.Invoke(picture) ?? picture, _classifier, inverts: false);
            _folder.Page.Heading("On a picture");
            _folder.Page.Paragraph(
                $"{CutText}{(CutText.Length > 0 ? " " : "")}The picture is brought to {_classifier.Network.InputShape} "
                    + "and goes through the layers one after another; the last one's numbers become the shares of the "
                    + "classes."
            );
            _folder.Show(
                Layers,
                ActivationsSheet.Draw(_classifier, seen),
                "What each layer answers: yellow where it answers most, violet where least. Of layers with many "
                    + "channels those are shown that differ most over the picture."
            );
        }

        _folder.SavePage();
    }

    private void Describe()
    {
        Sequential network = _classifier.Network;
        _folder.Page.Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"A classifier of {Counted.Of(network.Layers.Count, "layer")} with {network.TrainableCount:N0} learned "
                    + $"weights. It takes a picture of {network.InputShape} (height x width x channels) and says which "
                    + $"of {Counted.Of(_classifier.ClassNames.Count, "class")} it shows: "
                    + $"{string.Join(", ", _classifier.ClassNames)}."
            )
        );
        _folder.Page.Heading("The network");
        _folder.Show(Drawing, NetworkDrawing.Draw(network, _classifier.ClassNames), NetworkDrawing.Caption(network));
    }
}
