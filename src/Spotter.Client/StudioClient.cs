using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spotter.Client;

/// <summary>
/// A client of a studio. The <see cref="HttpClient"/> has the studio's address with a slash at its end as its
/// <see cref="HttpClient.BaseAddress"/>, and keeps the session's cookie as it does by itself; from other machines the
/// key of <see cref="BeginSessionAsync"/> is sent as <c>Authorization: Bearer KEY</c>.
/// </summary>
public partial class StudioClient
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until nothing more happens to a job.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">Ends the waiting, not the job.</param>
    /// <returns>The job: done, failed or cancelled.</returns>
    /// <exception cref="StudioException">There is no such job.</exception>
    public async Task<Job> WaitForJobAsync(string id, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Job job = await GetJobAsync(id, cancellationToken).ConfigureAwait(false);
            if (job.State is not (JobState.Queued or JobState.Running))
            {
                return job;
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until nothing is being trained.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the training.</param>
    /// <returns>How the last training ended.</returns>
    public async Task<Training> WaitForTrainingAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Training training = await GetTrainingAsync(cancellationToken).ConfigureAwait(false);
            if (training.State is not (TrainingState.Preparing or TrainingState.Training))
            {
                return training;
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    // What is not given is left to the studio.
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
}
