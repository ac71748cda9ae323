using System.Runtime.InteropServices;
using Spotter.CascadePacker;
using Spotter.Vision.Cascades;
using Spotter.Vision.Cascades.Formats;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Cascades;

public sealed class CompactFormatTests
{
    public static TheoryData<string> AllCascades =>
        [.. ModelCatalog.All.Where(static model => model.Kind == ModelKind.Cascade).Select(static model => model.Name)];

    [Theory]
    [MemberData(nameof(AllCascades))]
    public void LoadCascade_EveryModel_BitForBitTheFile(string name)
    {
        Assert.SkipUnless(OpenCvFiles.HaveCascades, OpenCvFiles.CascadesAbsent);
        AssertSame(CascadeModel.Load(OpenCvFiles.Cascade(name)), ModelCatalog.Get(name).LoadCascade());
    }

    [Theory]
    [InlineData(SmallCascades.Haar)]
    [InlineData(SmallCascades.Lbp)]
    [InlineData(SmallCascades.Old)]
    public void Read_WhatWasWritten_SameModel(string xml)
    {
        CascadeModel model = CascadeXml.Load(xml);
        AssertSame(model, CompactFormat.Read(CompactWriter.Write(model), "written"));
    }

    [Theory]
    [MemberData(nameof(AllCascades))]
    public void Load_XmlOfEveryModel_SameModel(string name)
    {
        CascadeModel model = ModelCatalog.Get(name).LoadCascade();
        AssertSame(model, CascadeXml.Load(CascadeXml.New(model)));
    }

    [Fact]
    public void Read_OtherVersion_Refused()
    {
        byte[] packed = CompactWriter.Write(CascadeXml.Load(SmallCascades.Lbp));
        packed[4]++;
        CascadeFormatException error = Assert.Throws<CascadeFormatException>(() => CompactFormat.Read(packed, "newer"));
        Assert.Equal("newer: not a usable packed cascade: there is no header of version 1", error.Message);
    }

    private static void AssertSame(CascadeModel expected, CascadeModel actual)
    {
        Assert.Equal(expected.WindowSize, actual.WindowSize);
        Assert.Equal(expected.FeatureType, actual.FeatureType);
        AssertSame(expected.Stages, actual.Stages);
        AssertSame(expected.WeakClassifiers, actual.WeakClassifiers);
        AssertSame(expected.Nodes, actual.Nodes);
        AssertSame(expected.Leaves, actual.Leaves);
        AssertSame(expected.Subsets, actual.Subsets);
        AssertSame(expected.LbpFeatures, actual.LbpFeatures);
        Assert.True(expected.HaarFeatures.SequenceEqual(actual.HaarFeatures));
    }

    // Bytes, not values: 0 and -0 are equal, and a NaN differs from itself.
    private static void AssertSame<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : struct =>
        Assert.True(MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)), typeof(T).Name);
}
