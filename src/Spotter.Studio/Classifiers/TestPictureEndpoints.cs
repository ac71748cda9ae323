using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Learning.Datasets;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio.Hosting;
using Spotter.Vision.Images;

namespace Spotter.Studio.Classifiers;

/// <summary><c>/api/v1/runs/NAME/test</c>: the pictures behind a confusion matrix.</summary>
internal static class TestPictureEndpoints
{
    private const int MostListed = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder test = routes.MapGroup("/api/v1/runs/{name}/test").WithTags("Learn");
        test.MapGet("", static async (string name, int truth, int answer, RunModels models) =>
                TypedResults.Ok(Cell(await models.TestAsync(name), truth, answer))
            )
            .WithName("listTestPictures")
            .WithSummary("Test pictures of one class that the network takes for another, the surest first");
        test.MapGet("/{index}", static async (string name, int index, RunModels models) =>
                Picture((await models.TestAsync(name)).Pictures, index)
            )
            .WithName("getTestPicture")
            .WithSummary("A test picture, as PNG")
            .WithMetadata(Caching.Checked)
            .Produces<string>(StatusCodes.Status200OK, "image/png");
    }

    private static TestPictureAnswer[] Cell(TestAnswers test, int truth, int answer)
    {
        int classes = test.Pictures.ClassNames.Count;
        var found = new List<TestPictureAnswer>();
        for (int i = 0; i < test.Pictures.Count; i++)
        {
            if (test.Pictures.Labels[i] == truth && test.Evaluation.Predictions[i] == answer)
            {
                found.Add(
                    new TestPictureAnswer(
                        i,
                        Math.Round(test.Evaluation.Probabilities[i * classes + answer], 4),
                        Path.GetFileName(test.Pictures.SourceOf(i))
                    )
                );
            }
        }

        return [.. found.OrderByDescending(static picture => picture.Probability).Take(MostListed)];
    }

    private static FileContentHttpResult Picture(ImageDataset dataset, int index)
    {
        if (index < 0 || index >= dataset.Count)
        {
            throw ProblemException.NotFound("there is no such test picture");
        }

        var image = new BgrImage(dataset.ImageShape.Width, dataset.ImageShape.Height);
        ReadOnlySpan<byte> pixels = dataset.Image(index);
        int channels = dataset.ImageShape.Channels;
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                // Data sets have red first, pictures blue.
                image.Pixels[i * 3 + c] = pixels[channels == 1 ? i : i * 3 + 2 - c];
            }
        }

        byte[] png = image.Encode(PictureFormat.Png);
        return TypedResults.File(png, "image/png", entityTag: Caching.TagOf(png));
    }
}

/// <param name="Index">Its number among the test pictures.</param>
/// <param name="Probability">How sure the network is of its answer.</param>
/// <param name="Name">Its name in the data set.</param>
internal sealed record TestPictureAnswer(int Index, double Probability, string Name);
