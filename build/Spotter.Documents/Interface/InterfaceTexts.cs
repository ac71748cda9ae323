using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Spotter.Learning.Classifiers;
using Spotter.Media.Drawing.Stickers;
using Spotter.Studio.Classifiers;
using Spotter.Studio.Datasets;
using Spotter.Studio.Detecting;
using Spotter.Studio.Jobs;
using Spotter.Vision.Models;
using Spotter.Workshop.Classifiers;

namespace Spotter.Documents.Interface;

/// <summary>
/// What the interface's names mean where the sources do not say it beside them, and which values they may have.
/// </summary>
internal static class InterfaceTexts
{
    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Detect"] = "Find things in a picture.",
        ["Examples"] = "Something to try everything on.",
        ["Explain"] = "See what a model rests on.",
        ["Health"] = "See how the studio is.",
        ["Jobs"] = "Search files in the background. Jobs belong to a session.",
        ["Label"] = "Boxes drawn on pictures, and detectors that learn from them.",
        ["Learn"] = "Data sets, training, and asking what was trained.",
        ["Session"] = "What uploads and results belong to.",
    };

    private static readonly Dictionary<string, string> Statuses = new(StringComparer.Ordinal)
    {
        ["200"] = "The answer.",
        ["201"] = "It is made; Location says where.",
        ["202"] = "It is begun; Location says where to ask how far it is.",
        ["204"] = "It is done.",
        ["400"] = "A value is missing, out of its range or not of its kind, or has a name that is not known.",
        ["401"] = "A session is needed, or the key is not one of this studio.",
        ["403"] = "The page of another site asks, or the studio is called by a name that is not its own.",
        ["404"] = "There is no such thing, or not in this session.",
        ["409"] = "Not now.",
        ["413"] = "Too many bytes or pixels.",
        ["415"] = "The body is of a kind that cannot be read.",
        ["422"] = "The file is damaged or cannot be used, or the key of a request belongs to another.",
        ["429"] = "Too many at a time; Retry-After says when to come back.",
        ["501"] = "This studio takes no networks.",
        ["507"] = "The space of the studio or its disk is used up.",
    };

    // By operation and name, or by the name alone where it means the same everywhere.
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["answer"] = "The index of the class that the network answers.",
        ["className"] = "The class.",
        ["detector"] = "Ids of detectors (GET /api/v1/models), up to four with commas between them.",
        ["figure"] = "Which figure.",
        ["format"] = "Lines of JSON, a table, or COCO's layout; videos have no COCO.",
        ["id"] = "Its id.",
        ["addLabelPicture.name"] = "What the file was called.",
        ["drawBoxes.name"] = "The name of the picture.",
        ["getExplanationFigure.name"] = "The name of the figure.",
        ["getDatasetPicture.name"] = "The name of the picture.",
        ["getLabelPicture.name"] = "The name of the picture.",
        ["removeLabelPicture.name"] = "The name of the picture.",
        ["getSticker.name"] = "The name of the sticker.",
        ["index"] = "The number of the test picture.",
        ["inputSize"] =
            "Networks: the longer side that a picture is brought to, in pixels; by minSize unless given. Cascades "
            + "have none.",
        ["invert"] = "Whether dark on bright is turned into bright on dark.",
        ["lines"] =
            "Lines that count who crosses them in a video: X,Y,X,Y and further points in its pixels, several "
            + "with semicolons between them.",
        ["maxSize"] = "Nothing larger is looked for, in pixels; 0 is the size of the picture. Not below minSize.",
        ["minNeighbors"] = "How many overlapping candidates a detection needs.",
        ["minScore"] = "Detections with a lower score are left out; for one detector alone.",
        ["minSize"] = "Nothing smaller is looked for, in pixels.",
        ["model"] = "The id of a cascade or network (GET /api/v1/models).",
        ["name"] = "The name of the run.",
        ["part"] = "The part of the data set, where it has parts.",
        ["run"] = "The name of the run.",
        ["scaleFactor"] = "By how much the search window grows from one scale to the next.",
        ["side"] = "The longest side of a thumbnail, in pixels; the picture as it is unless given.",
        ["speech"] = "What faces say, in bubbles; nothing unless given.",
        ["stickers"] = "What is put on faces: names of stickers, up to eight with commas between them.",
        ["style"] = "How finds are drawn, or what hides them; captions are labels without boxes.",
        ["title"] = "What people call it.",
        ["truth"] = "The index of the true class.",
        ["zones"] = "Zones that count who is in them: the corners of each, as of lines.",
    };

    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["Detection.h"] = "Pixels down.",
        ["Detection.id"] = "The number of the track, where boxes are tracked.",
        ["Detection.label"] = "What it is: face, smiling, eye, person, car, or what the model calls it.",
        ["Detection.landmarks"] =
            "Eyes, nose and corners of the mouth of a face, the person's right before the left, x and y each.",
        ["Detection.pose"] = "How a face is turned, where that was asked for.",
        ["Detection.score"] = "How sure it is: 0 to 1 of networks; cascades have scales of their own.",
        ["Detection.smile"] = "How likely a face smiles, 0 to 1.",
        ["Detection.w"] = "Pixels across.",
        ["Detection.x"] = "Pixels from the left edge of the picture to that of the box.",
        ["Detection.y"] = "Pixels from the upper edge of the picture to that of the box.",
        ["DetectorRun.created"] = "When it was begun.",
        ["DetectorRun.name"] = "What requests call it.",
        ["DetectorRun.steps"] = "Steps of the training.",
        ["DetectorTraining.error"] = "Why it failed.",
        ["DetectorTraining.notes"] = "What was noticed about the pictures.",
        ["DetectorTraining.remainingSeconds"] = "Seconds until it is done, at that speed.",
        ["DetectorTraining.run"] = "The name of the run, once it has one.",
        ["DetectorTraining.step"] = "The step in work.",
        ["DetectorTraining.steps"] = "Steps in all.",
        ["DrawnBox.h"] = "Pixels down.",
        ["DrawnBox.label"] = "What is in the box.",
        ["DrawnBox.w"] = "Pixels across.",
        ["DrawnBox.x"] = "Pixels from the left edge of the picture to that of the box.",
        ["DrawnBox.y"] = "Pixels from the upper edge of the picture to that of the box.",
        ["Epoch.accuracy"] = "Share of right answers on the training pictures.",
        ["Epoch.epoch"] = "Its number, from 1.",
        ["Epoch.loss"] = "The loss on the training pictures; null where it is no number.",
        ["Epoch.seconds"] = "How long it took.",
        ["Epoch.validationAccuracy"] = "Share of right answers on the validation pictures, where there are any.",
        ["Epoch.validationLoss"] = "The loss on the validation pictures, where there are any.",
        ["Job.created"] = "When it came.",
        ["Job.detector"] = "What is looked for.",
        ["Job.height"] = "Rows; 0 while not known.",
        ["Job.id"] = "What requests call it.",
        ["Job.width"] = "Pixels a row, of the picture as shown; 0 while not known.",
        ["Problem.detail"] = "What was wrong this time, and what to do.",
        ["Problem.instance"] = "Where it happened; not said.",
        ["Problem.status"] = "The status of the answer.",
        ["Problem.title"] = "The kind of problem, in words.",
        ["Problem.type"] = "The kind of problem, as an address.",
        ["Run.classes"] = "The classes, in the order of the network's answers.",
        ["Run.created"] = "When it was begun.",
        ["Run.name"] = "What requests call it.",
        ["Run.preset"] = "What it was begun with.",
        ["Training.accuracy"] = "Share of right answers so far in this epoch.",
        ["Training.batch"] = "The batch in work.",
        ["Training.batches"] = "Batches of an epoch.",
        ["Training.epoch"] = "The epoch in work, from 1.",
        ["Training.epochs"] = "Epochs in all.",
        ["Training.error"] = "Why it failed.",
        ["Training.imagesPerSecond"] = "Pictures a second.",
        ["Training.loss"] = "The loss so far in this epoch; null where it is no number.",
        ["Training.notes"] = "What was noticed about the data.",
        ["Training.remainingSeconds"] = "Seconds until it is done, at that speed.",
        ["Training.run"] = "The name of the run, once it has one.",
    };

    private static readonly HashSet<string> Required = new(
        [
            "RunRequest.dataset",
            "addDatasetPicture.className",
            "classify.run",
            "explain.model",
            "listDatasetPictures.className",
        ],
        StringComparer.Ordinal
    );

    // What training that diverged leaves is no number.
    private static readonly HashSet<string> None = new(
        ["loss", "validationLoss", "least", "most"],
        StringComparer.Ordinal
    );

    private static readonly Dictionary<string, Limits> Values = new(StringComparer.Ordinal)
    {
        ["answer"] = new() { Least = 0 },
        ["detector"] = new() { Default = DetectorShelf.Default },
        ["figure"] = new() { Names = RunEndpoints.Figures },
        ["format"] = new() { Names = ResultFiles.Formats, Default = ResultFiles.Formats[0] },
        ["index"] = new() { Least = 0 },
        ["inputSize"] = new() { Least = 32, Most = SearchSettings.LargestInput },
        ["invert"] = new() { Default = false },
        ["maxSize"] = new() { Least = 0 },
        ["minNeighbors"] = new() { Least = 0 },
        ["minSize"] = new() { Least = 0 },
        ["part"] = new() { Names = ["train", "validation", "test"] },
        ["scaleFactor"] = new() { Least = 1.001m, Most = 100 },
        ["side"] = new() { Least = SmallPicture.Least, Most = SmallPicture.Most },
        ["style"] = new() { Names = JobRequest.Styles, Default = JobRequest.Styles[0] },
        ["truth"] = new() { Least = 0 },
        ["ClassProbability.probability"] = new() { Least = 0, Most = 1 },
        ["DetectorTraining.state"] = new()
        {
            Names = ["idle", "preparing", "training", "measuring", "ended", "stopped", "failed"],
        },
        ["Health.status"] = new() { Names = ["ok"] },
        ["Job.kind"] = new() { Names = ["picture", "video"] },
        ["Job.state"] = new() { Names = NamesOf<JobState>() },
        ["Model.kind"] = new() { Names = ["application", .. NamesOf<ModelKind>(), DetectorChoice.OfOthers] },
        ["ResumeRequest.epochs"] = new() { Least = 1, Most = TrainingService.MostEpochs },
        ["Run.state"] = new() { Names = NamesOf<RunState>() },
        ["RunRequest.balanceClasses"] = new() { Default = false },
        ["RunRequest.epochs"] = new() { Least = 1, Most = TrainingService.MostEpochs },
        ["RunRequest.preset"] = new()
        {
            Names = [.. ClassifierPreset.All.Select(static preset => preset.Name), "auto"],
            Default = ClassifierPreset.Mlp.Name,
        },
        ["Sticker.place"] = new() { Names = NamesOf<StickerPlace>() },
        ["TestPicture.probability"] = new() { Least = 0, Most = 1 },
        ["Training.state"] = new() { Names = ["idle", "preparing", "training", "ended", "stopped", "failed"] },
    };

    public static string OfTag(string tag) => Find(Tags, "the tag", tag);

    public static string OfStatus(string status) => Find(Statuses, "the status", status);

    public static string? OfSchema(string schema) =>
        schema switch
        {
            "Class" or "ClassCount" => "A class of a data set.",
            "ClassProbability" => "A class, and how probable it is.",
            "Classified" => "What a network says of a picture.",
            "Dataset" => "Pictures with classes.",
            "Detection" => "What was found, in pixels of the picture as shown, origin top left.",
            "Job" => "A file that is searched in the background.",
            "Run" => "A training.",
            "DatasetPlace" => "Where a picture of a folder belongs.",
            "Explanation" => "What a model rests on, in figures.",
            "Found" => "What was found in a picture.",
            "Health" => "How the studio is.",
            "Layer" => "What a layer makes of a picture.",
            "Model" => "A detector.",
            "Problem" => "What went wrong (RFC 9457).",
            "ResumeRequest" => "How a run goes on.",
            "Session" => "A session.",
            "SessionRequest" => "Who asks for a session.",
            "Sticker" => "Something to put on faces.",
            "TestPicture" => "A test picture.",
            _ => null,
        };

    public static string OfParameter(string operation, string name) =>
        Parameters.GetValueOrDefault($"{operation}.{name}") ?? Find(Parameters, $"{operation}'s parameter", name);

    public static string OfMember(string schema, string name) => Find(Members, "the member", $"{schema}.{name}");

    public static bool IsRequired(string schema, string member) => Required.Contains($"{schema}.{member}");

    public static bool MayBeNone(string member) => None.Contains(member);

    /// <summary>Says which values something may have.</summary>
    public static void Limit(OpenApiSchema schema, string name)
    {
        if (!Values.TryGetValue(name, out Limits? limits))
        {
            return;
        }

        schema.Minimum = limits.Least?.ToString(CultureInfo.InvariantCulture);
        schema.Maximum = limits.Most?.ToString(CultureInfo.InvariantCulture);
        schema.Default = limits.Default?.DeepClone();
        if (limits.Names is { } names)
        {
            schema.Enum = [.. names.Select(static value => (JsonNode)value)];
        }
    }

    private static string[] NamesOf<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(static name => name.ToLowerInvariant())];

    private static string Find(Dictionary<string, string> texts, string what, string name) =>
        texts.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"nothing says what {what} {name} is: add it to InterfaceTexts");

    /// <summary>Values that are allowed.</summary>
    private sealed record Limits
    {
        public decimal? Least { get; init; }

        public decimal? Most { get; init; }

        public IReadOnlyList<string>? Names { get; init; }

        public JsonNode? Default { get; init; }
    }
}
