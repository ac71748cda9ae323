using Spotter.Media.Cameras;
using Spotter.Media.Video;

namespace Spotter.Media.Tests.Cameras;

public sealed class CameraTests
{
    [Fact]
    public void Parse_AvfoundationListing_FindsTheCamerasOnly()
    {
        string[] lines =
        [
            "[AVFoundation indev @ 0x7f8] AVFoundation video devices:",
            "[AVFoundation indev @ 0x7f8] [0] FaceTime HD Camera (Built-in)",
            "[AVFoundation indev @ 0x7f8] [1] Capture screen 0",
            "[AVFoundation indev @ 0x7f8] AVFoundation audio devices:",
            "[AVFoundation indev @ 0x7f8] [0] MacBook Pro Microphone",
            ": Input/output error",
        ];

        Assert.Equal(
            [new Camera(0, "FaceTime HD Camera (Built-in)", "0:none"), new Camera(1, "Capture screen 0", "1:none")],
            AvfoundationListing.Parse(lines)
        );
    }

    [Fact]
    public void Parse_DirectShowListing_FindsTheCamerasOnly()
    {
        string[] lines =
        [
            "[dshow @ 000001d2] \"Integrated Camera\" (video)",
            "[dshow @ 000001d2]   Alternative name \"@device_pnp_\\\\?\\usb#vid_04f2\"",
            "[dshow @ 000001d2] \"OBS Virtual Camera\" (none)",
            "[dshow @ 000001d2] \"Capture Card\" (audio, video)",
            "[dshow @ 000001d2] \"Microphone (Realtek Audio)\" (audio)",
            "dummy: Immediate exit requested",
        ];

        Assert.Equal(
            [
                new Camera(0, "Integrated Camera", "video=Integrated Camera"),
                new Camera(1, "Capture Card", "video=Capture Card"),
            ],
            DirectShowListing.Parse(lines)
        );
    }

    [Fact]
    public void Parse_OlderDirectShowListing_GoesByTheHeadings()
    {
        string[] lines =
        [
            "[dshow @ 0387] DirectShow video devices (some may be both video and audio devices)",
            "[dshow @ 0387]  \"Logitech HD Webcam C270\"",
            "[dshow @ 0387]     Alternative name \"@device_pnp_x\"",
            "[dshow @ 0387] DirectShow audio devices",
            "[dshow @ 0387]  \"Microphone (C270)\"",
        ];

        Assert.Equal(
            [new Camera(0, "Logitech HD Webcam C270", "video=Logitech HD Webcam C270")],
            DirectShowListing.Parse(lines)
        );
    }

    [Fact]
    public void Read_SystemFolderOfLinux_LeavesMetadataNodesOut()
    {
        string folder = Directory.CreateTempSubdirectory("spotter-cameras-").FullName;
        try
        {
            foreach (
                (string node, string name, string index) in ((string, string, string)[])
                    [
                        ("video10", "Far Camera", "0"),
                        ("video2", "HD Webcam", "0"),
                        ("video3", "HD Webcam", "1"),
                        ("v4l-subdev0", "Sensor", "0"),
                    ]
            )
            {
                Directory.CreateDirectory(Path.Combine(folder, node));
                File.WriteAllText(Path.Combine(folder, node, "name"), name + "\n");
                File.WriteAllText(Path.Combine(folder, node, "index"), index + "\n");
            }

            Assert.Equal(
                [new Camera(2, "HD Webcam", "/dev/video2"), new Camera(10, "Far Camera", "/dev/video10")],
                LinuxCameras.Read(folder)
            );
            Assert.Empty(LinuxCameras.Read(Path.Combine(folder, "nothing")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("hd webcam", 2)]
    [InlineData("far", 10)]
    [InlineData("3", null)]
    [InlineData("near", null)]
    public void Choose_NumberOrName_FindsTheCamera(string wanted, int? number)
    {
        Camera[] cameras = [new(2, "HD Webcam", "/dev/video2"), new(10, "Far Camera", "/dev/video10")];

        Assert.Equal(number, CameraInput.Choose(cameras, wanted)?.Number);
    }

    [Fact]
    public void Arguments_EachSystem_AreFfmpegs()
    {
        var asked = new VideoReadOptions { CameraSize = "1280x720", CameraFramesPerSecond = 29.97 };

        Assert.Equal(
            ["-f", "v4l2", "-i", "/dev/video0"],
            CameraInput.Arguments("v4l2", "/dev/video0", new VideoReadOptions())
        );
        Assert.Equal(
            ["-f", "avfoundation", "-framerate", "30", "-i", "0:none"],
            CameraInput.Arguments("avfoundation", "0:none", new VideoReadOptions())
        );
        Assert.Equal(
            ["-f", "dshow", "-framerate", "29.97", "-video_size", "1280x720", "-i", "video=X"],
            CameraInput.Arguments("dshow", "video=X", asked)
        );
    }

    [Theory]
    [InlineData("camera:97")]
    [InlineData("camera:no such camera")]
    [InlineData("/dev/video97")]
    public async Task Open_MissingCamera_SaysWhichThereAre(string text)
    {
        var e = await Assert.ThrowsAsync<VideoException>(() =>
            VideoReader.OpenAsync(VideoSource.Parse(text), cancellationToken: TestContext.Current.CancellationToken)
        );

        Assert.Equal(SpotterErrorKind.Device, e.Kind);
        Assert.Contains("there is no such camera; ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Missing_SomeCameras_NamesThem()
    {
        VideoException e = CameraInput.Missing(
            "5",
            [new Camera(0, "HD Webcam", "/dev/video0"), new Camera(2, "Far", "/dev/video2")]
        );

        Assert.Equal("camera:5: there is no such camera; there are 0 (HD Webcam), 2 (Far)", e.Message);
    }
}
