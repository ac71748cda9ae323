namespace Spotter.Studio.Tests;
