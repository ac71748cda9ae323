namespace Spotter.Studio.Tests.Support;

/// <summary>Tests with a real browser share one studio and run alone, because they look at times.</summary>
[CollectionDefinition(nameof(RealBrowser), DisableParallelization = true)]
public sealed class RealBrowser : ICollectionFixture<SharedStudio>;
