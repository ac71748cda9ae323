using Spotter.Vision.Cascades;
using Spotter.Vision.Models;

namespace Spotter.Vision.Tests.Models;

public sealed class ModelCatalogTests
{
    private static IEnumerable<ModelInfo> Cascades =>
        ModelCatalog.All.Where(static model => model.Kind == ModelKind.Cascade);

    [Fact]
    public void All_Listed_SeventeenHaarAndFiveLbp()
    {
        Assert.Equal(17, Cascades.Count(static m => m.LoadCascade().FeatureType == CascadeFeatureType.Haar));
        Assert.Equal(5, Cascades.Count(static m => m.LoadCascade().FeatureType == CascadeFeatureType.Lbp));
        Assert.Equal(
            ModelCatalog.All.Select(static m => m.Name).Order(StringComparer.Ordinal),
            ModelCatalog.All.Select(static m => m.Name)
        );
    }

    [Fact]
    public void All_WindowSize_IsTheModels() =>
        Assert.All(Cascades, static m => Assert.Equal(m.LoadCascade().WindowSize, m.WindowSize));

    [Fact]
    public void All_OfOurOwn_LoadWithTheLabelThatTheyAreListedWith()
    {
        ModelInfo[] own = [.. ModelCatalog.All.Where(static model => model.Kind == ModelKind.Network)];
        Assert.Equal(["cars", "faces", "people"], own.Select(static model => model.Name));
        Assert.All(own, static model =>
        {
            Assert.Contains(model.Label, model.LoadNetwork().Labels);
            Assert.Equal([model.Label], model.CreateDetector().Labels);
            Assert.Throws<InvalidOperationException>(model.LoadCascade);
        });
    }

    [Fact]
    public void All_Resources_UnderTwoMegabytes()
    {
        long total = 0;
        foreach (ModelInfo model in Cascades)
        {
            using Stream resource = typeof(ModelInfo).Assembly.GetManifestResourceStream($"{model.Name}.cascade")!;
            total += resource.Length;
        }

        Assert.InRange(total, 1, 2_000_000);
    }

    [Theory]
    [InlineData("haarcascade_eye")]
    [InlineData("haarcascade_eye.xml")]
    [InlineData("HaarCascade_EYE.XML")]
    [InlineData(" haarcascade_eye ")]
    public void Find_NameInAnyForm_Found(string name) => Assert.Equal("haarcascade_eye", ModelCatalog.Find(name)?.Name);

    [Theory]
    [InlineData("")]
    [InlineData("haarcascade_ey")]
    [InlineData("../haarcascade_eye")]
    public void Find_OtherName_Null(string name) => Assert.Null(ModelCatalog.Find(name));

    [Theory]
    [InlineData("haarcascade_ey", "haarcascade_eye")]
    [InlineData("haarcascade_frontalface_defualt.xml", "haarcascade_frontalface_default")]
    [InlineData("models/haarcascade_smiles.xml", "haarcascade_smile")]
    [InlineData("smile", "haarcascade_smile")]
    [InlineData("eye", "haarcascade_eye")]
    [InlineData("silver", "lbpcascade_silverware")]
    public void Get_NearName_Suggested(string name, string nearest)
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => ModelCatalog.Get(name));
        Assert.StartsWith($"{name}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"did you mean {nearest}?", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Get_FarName_SaysWhatListsAll()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(static () => ModelCatalog.Get("zebra"));
        Assert.DoesNotContain("did you mean", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("haarcascade", error.Message, StringComparison.Ordinal);
        Assert.Contains("spotter models list", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadCascade_FromManyThreads_OneModel()
    {
        ModelInfo info = ModelCatalog.Get("haarcascade_lowerbody");
        var loaded = new CascadeModel[16];
        Parallel.For(0, loaded.Length, i => loaded[i] = info.LoadCascade());
        Assert.All(loaded, model => Assert.Same(loaded[0], model));
    }
}
