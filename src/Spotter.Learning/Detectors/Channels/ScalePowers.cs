// P. Dollar, R. Appel, S. Belongie, P. Perona: Fast feature pyramids for object detection, PAMI 2014, section 3.

using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>Measures how channels change with the scale of a picture.</summary>
internal static class ScalePowers
{
    // The law holds on average; more pictures change the third digit.
    private const int MostScenes = 80;

    private const int SmallestSide = 128;

    public static float[] Measure(ISceneSource scenes, ChannelGeometry geometry)
    {
        var channels = new WindowChannels(geometry);
        var logs = new double[ChannelLayout.Count];
        int count = 0;
        for (int i = 0; i < scenes.Count && count < MostScenes; i++)
        {
            if (scenes.Load(i)?.Frame.Gray is not { } scene || Math.Min(scene.Width, scene.Height) < SmallestSide)
            {
                continue;
            }

            var half = new GrayImage(scene.Width / 2, scene.Height / 2);
            new CropWarp(scene.Width / 2.0, scene.Height / 2.0, 2, 2).Draw(scene, half);
            double[] whole = channels.Means(scene.View);
            double[] halved = channels.Means(half.View);
            if (whole.Concat(halved).Any(static mean => mean <= 0))
            {
                continue;
            }

            for (int channel = 0; channel < logs.Length; channel++)
            {
                logs[channel] += Math.Log2(whole[channel] / halved[channel]);
            }

            count++;
        }

        return [.. logs.Select(log => count == 0 ? 0f : (float)(log / count))];
    }
}
