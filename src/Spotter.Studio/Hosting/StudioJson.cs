using System.Text.Json.Serialization;
using Spotter.Studio.Access;
using Spotter.Studio.Classifiers;
using Spotter.Studio.Datasets;
using Spotter.Studio.Detecting;
using Spotter.Studio.Detectors;
using Spotter.Studio.Examples;
using Spotter.Studio.Explaining;
using Spotter.Studio.Jobs;
using Spotter.Studio.Labels;
using Spotter.Studio.Live;
using Spotter.Studio.Playground;

namespace Spotter.Studio.Hosting;

/// <summary>How the studio reads and writes JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(FiniteNumber)]
)]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(DetectAnswer))]
[JsonSerializable(typeof(ModelAnswer[]))]
[JsonSerializable(typeof(StickerAnswer[]))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(JobAnswer[]))]
[JsonSerializable(typeof(DatasetAnswer))]
[JsonSerializable(typeof(DatasetAnswer[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(DatasetPlace[]))]
[JsonSerializable(typeof(DatasetEdit))]
[JsonSerializable(typeof(DuplicateAnswer[][]))]
[JsonSerializable(typeof(IReadOnlyList<ExampleAnswer>))]
[JsonSerializable(typeof(ExampleMade))]
[JsonSerializable(typeof(LabelsAnswer))]
[JsonSerializable(typeof(LabelsAnswer[]))]
[JsonSerializable(typeof(StoredPicture))]
[JsonSerializable(typeof(StoredPicture[]))]
[JsonSerializable(typeof(BoxesRequest))]
[JsonSerializable(typeof(DetectorRunRequest))]
[JsonSerializable(typeof(DetectorRunAnswer[]))]
[JsonSerializable(typeof(DetectorTrainingAnswer))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(ResumeRequest))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(RunAnswer[]))]
[JsonSerializable(typeof(TrainingAnswer))]
[JsonSerializable(typeof(TestPictureAnswer[]))]
[JsonSerializable(typeof(ClassifyAnswer))]
[JsonSerializable(typeof(IReadOnlyList<LayerAnswer>))]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(LiveSettings))]
[JsonSerializable(typeof(LiveReady))]
[JsonSerializable(typeof(LiveResult))]
[JsonSerializable(typeof(LiveError))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
internal sealed partial class StudioJson : JsonSerializerContext;
