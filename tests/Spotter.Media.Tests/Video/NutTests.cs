using CsCheck;
using Spotter.Media.Video;
using Spotter.Media.Video.Nut;

namespace Spotter.Media.Tests.Video;

public sealed class NutTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Long[1, 1_000_000_000].Array[0, 12])
            .Sample(
                (width, height, steps) =>
                {
                    var stream = new MemoryStream();
                    var writer = new NutWriter(stream, NutFormat.PackedBgr, width, height, (4, 3), 29.97);
                    var times = new List<TimeSpan>();
                    long micros = 0;
                    foreach (long step in steps)
                    {
                        times.Add(TimeSpan.FromMicroseconds(micros += step));
                        byte[] pixels = new byte[width * height * 3];
                        new Random((int)(micros % 1000)).NextBytes(pixels);
                        writer.WriteHeader(times[^1], pixels.Length);
                        writer.WritePixels(pixels);
                    }

                    stream.Position = 0;
                    var reader = new NutReader(stream);
                    foreach (TimeSpan expected in times)
                    {
                        Assert.True(reader.TryReadHeader(out TimeSpan time, out int length));
                        Assert.Equal(expected, time);
                        byte[] pixels = new byte[length];
                        reader.ReadPicture(pixels);
                        byte[] sent = new byte[width * height * 3];
                        new Random((int)(expected.Ticks / 10 % 1000)).NextBytes(sent);
                        Assert.Equal(sent, pixels);
                        Assert.Equal((width, height, (4, 3)), (reader.Width, reader.Height, reader.PixelAspect));
                    }

                    Assert.False(reader.TryReadHeader(out _, out _));
                },
                iter: 200
            );
    }

    [Fact]
    public void Read_DamagedBytes_ThrowsOrEnds()
    {
        var stream = new MemoryStream();
        var writer = new NutWriter(stream, NutFormat.PackedBgr, 4, 4, (1, 1), 25);
        for (int i = 0; i < 3; i++)
        {
            writer.WriteHeader(TimeSpan.FromMilliseconds(40 * i), 48);
            writer.WritePixels(new byte[48]);
        }

        byte[] good = stream.ToArray();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length])
            .Sample(
                (place, value, length) =>
                {
                    byte[] bad = [.. good];
                    bad[place] = value;
                    var reader = new NutReader(new MemoryStream(bad, 0, length));
                    try
                    {
                        for (int frames = 0; frames < 100 && reader.TryReadHeader(out _, out int size); frames++)
                        {
                            Assert.True(size >= 0);
                            reader.SkipPicture();
                        }
                    }
                    catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
                    {
                        // That is what damage looks like to the caller.
                    }
                }
            );
    }

    [Theory]
    [InlineData(25, "25/1")]
    [InlineData(29.97002997, "30000/1001")]
    [InlineData(23.976023976, "24000/1001")]
    [InlineData(12.5, "12500/1000")]
    [InlineData(0.0001, "1/1000")]
    public void RatioOf_UsualRates_AreExact(double rate, string expected)
    {
        Assert.Equal(expected, NutWriter.RatioOf(rate));
    }

    [Fact]
    public void Checksum_OfTheStandardText_IsItsPublishedValue()
    {
        // CRC-32 with this polynomial, no reflection, start 0, no final inversion, of "123456789".
        Assert.Equal(0x89A1897Fu, NutFormat.Checksum("123456789"u8));
    }
}
