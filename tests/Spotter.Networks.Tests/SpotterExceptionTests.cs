namespace Spotter.Networks.Tests;

public sealed class SpotterExceptionTests
{
    [Fact]
    public void PlainMessage_OfArgumentErrors_HasNeitherParameterNorValue()
    {
        Assert.Equal("must be more", SpotterException.PlainMessage(new ArgumentException("must be more", "size")));
        Assert.Equal(
            "must be 1 to 9 (Parameter 'x') or so",
            SpotterException.PlainMessage(
                new ArgumentOutOfRangeException("size", 12, "must be 1 to 9 (Parameter 'x') or so")
            )
        );
        Assert.Equal("must be more", SpotterException.PlainMessage(new ArgumentException("must be more")));
        Assert.Equal("broken", SpotterException.PlainMessage(new FormatException("broken")));
    }

    [Fact]
    public void Of_AnotherError_KeepsItAndSaysTheSame()
    {
        var cause = new ArgumentException("must be more", "size");
        SpotterException error = SpotterException.Of(SpotterErrorKind.Usage, cause);
        Assert.Equal((SpotterErrorKind.Usage, "must be more"), (error.Kind, error.Message));
        Assert.Same(cause, error.InnerException);
    }
}
