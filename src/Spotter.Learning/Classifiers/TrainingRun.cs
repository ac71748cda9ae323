using System.Diagnostics;
using System.Globalization;
using Spotter.Learning.Execution;
using Spotter.Networks;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Classifiers;

/// <summary>One call of <see cref="Trainer.Fit"/>: the loop over epochs and batches with all that it keeps.</summary>
internal sealed class TrainingRun : IDisposable
{
    // So many times the loss of guessing are no step on a way that leads anywhere.
    private const double AbsurdLoss = 1000;

    private readonly TrainingOptions _options;
    private readonly TrainingMaterial _material;
    private readonly Sequential _network;
    private readonly IEpochReader _reader;
    private readonly OptimizerState _optimizer;
    private readonly TrainingPlan _plan;
    private readonly CheckpointFile _checkpoint;
    private readonly int _threads;
    private readonly int _batches;
    private readonly Stopwatch _clock = new();
    private TrainingState _state = new();
    private readonly double _mostLoss;
    private IReadOnlyList<float[]>? _bestWeights;
    private float[][] _goodWeights = [];
    private long _samplesSeen;

    public TrainingRun(TrainingOptions options, TrainingMaterial material)
    {
        _options = options;
        _material = material;
        _network = material.Network;
        _reader = material.Reader;
        _threads = WorkerTeam.ThreadsFor(options.Threads);
        _optimizer = new OptimizerState(_network);
        _plan = TrainingPlan.Create(
            _network,
            new PlanOptions(Math.Min(options.BatchSize, material.Count), _threads, options.Optimizer, options.Seed),
            _optimizer,
            options.Loss
        );
        _checkpoint = new CheckpointFile(_network, _optimizer);
        _batches = (material.Count + options.BatchSize - 1) / options.BatchSize;
        _state.Fingerprint = Fingerprint();

        _mostLoss = AbsurdLoss * Math.Log(material.Classes);
    }

    public void Resume()
    {
        if (_options is { Resume: true, CheckpointPath: { } path } && File.Exists(path))
        {
            (_state, _bestWeights) = _checkpoint.Read(path, Fingerprint());
        }
    }

    public TrainingResult Execute(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _clock.Start();
        KeepGoodWeights();
        while (_state.Epoch < _options.Epochs && !_state.HasStoppedEarly)
        {
            TimeSpan began = _clock.Elapsed;
            if (!RunEpoch(progress, cancellationToken))
            {
                Save();
                return new TrainingResult(TrainingEnd.Cancelled, [.. _state.History], _state.Epoch);
            }

            FinishEpoch(began, progress);
        }

        if (_bestWeights is not null)
        {
            RestoreBest();
        }

        return new TrainingResult(
            _state.HasStoppedEarly ? TrainingEnd.StoppedEarly : TrainingEnd.Completed,
            [.. _state.History],
            _bestWeights is null ? _state.Epoch : _state.BestEpoch
        );
    }

    public void Dispose() => _plan.Dispose();

    // False when the caller asked to stop.
    private bool RunEpoch(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _reader.Epoch = _state.Epoch;
        _reader.Order = Trainer.OrderOf(_options, _state.Epoch, _material.Count);
        while (_state.Batch < _batches)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int first = _state.Batch * _options.BatchSize;
            int count = Math.Min(_options.BatchSize, _material.Count - first);
            double rate = RateOf(_state.Batch);
            (double loss, int correct) = _plan.Run(_reader, first, count, rate);
            if (!double.IsFinite(loss))
            {
                throw Diverged(
                    "the loss",
                    loss,
                    rate,
                    string.Create(CultureInfo.InvariantCulture, $", batch {_state.Batch + 1}")
                );
            }

            _state.Batch++;
            _state.LossSum += loss;
            _state.Correct += correct;
            _samplesSeen += count;
            progress?.Report(ProgressNow(loss / count, rate, null));
        }

        return true;
    }

    private void FinishEpoch(TimeSpan began, IProgress<TrainingProgress>? progress)
    {
        double rate = RateOf(_batches - 1);
        double loss = _state.LossSum / _material.Count;
        double accuracy = (double)_state.Correct / _material.Count;
        Evaluation? evaluation = Look(loss, rate);
        var metrics = new EpochMetrics(
            _state.Epoch + 1,
            loss,
            accuracy,
            evaluation?.Loss,
            evaluation?.Accuracy,
            rate,
            (_clock.Elapsed - began).TotalSeconds
        );
        TrainingProgress last = ProgressNow(loss, rate, metrics);
        _state.History.Add(metrics);
        _state.Epoch++;
        _state.Batch = 0;
        _state.LossSum = 0;
        _state.Correct = 0;
        if (_options.EarlyStopping is { } stopping)
        {
            ConsiderStopping(stopping, metrics.ValidationLoss!.Value);
        }

        KeepGoodWeights();
        Save();
        progress?.Report(last);
    }

    // What the epoch left: nothing of it is kept or told if a number of it is none.
    private Evaluation? Look(double loss, double rate)
    {
        if (!(loss <= _mostLoss))
        {
            throw Diverged("the loss", loss, rate);
        }

        if (_network.Parameters.Any(static parameter => !parameter.IsFinite))
        {
            throw Diverged("a weight", double.NaN, rate);
        }

        Evaluation evaluation;
        try
        {
            evaluation = _material.Look();
        }
        catch (ArithmeticException)
        {
            throw Diverged("an answer", double.NaN, rate);
        }

        return !(evaluation.Loss <= _mostLoss)
                ? throw Diverged(!_material.HasValidation ? "the loss" : "the validation loss", evaluation.Loss, rate)
            : !_material.HasValidation ? null
            : evaluation;
    }

    private void KeepGoodWeights() =>
        _goodWeights = [.. _network.Parameters.Select(static parameter => parameter.Packed.Span.ToArray())];

    private TrainingDivergedException Diverged(string what, double value, double rate, string where = "")
    {
        string became =
            double.IsNaN(value) ? "no number"
            : double.IsInfinity(value) ? "infinite"
            : value.ToString("G3", CultureInfo.InvariantCulture);
        if (_bestWeights is not null)
        {
            RestoreBest();
        }
        else
        {
            foreach ((Parameter parameter, float[] values) in _network.Parameters.Zip(_goodWeights))
            {
                values.CopyTo(parameter.Packed.Span);
            }
        }

        return new TrainingDivergedException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"training diverged: {what} became {became} in epoch {_state.Epoch + 1}{where}, at a learning rate of "
                    + $"{rate:G3}; lower it"
            ),
            [.. _state.History],
            _bestWeights is null ? _state.Epoch : _state.BestEpoch
        );
    }

    private void RestoreBest()
    {
        foreach ((Parameter parameter, float[] values) in _network.Parameters.Zip(_bestWeights!))
        {
            parameter.SetValues(values);
        }
    }

    private void ConsiderStopping(EarlyStopping stopping, double loss)
    {
        if (_state.BestLoss is not { } best || loss < best - stopping.SmallestImprovement)
        {
            _state.BestLoss = loss;
            _state.BestEpoch = _state.Epoch;
            _state.EpochsWithoutImprovement = 0;
            _bestWeights = stopping.RestoreBest
                ? [.. _network.Parameters.Select(parameter => parameter.ToArray())]
                : null;
            return;
        }

        _state.EpochsWithoutImprovement++;
        _state.HasStoppedEarly = _state.EpochsWithoutImprovement >= stopping.Patience;
    }

    private TrainingProgress ProgressNow(double batchLoss, double rate, EpochMetrics? finished)
    {
        long inEpoch = Math.Min((long)_state.Batch * _options.BatchSize, _material.Count);
        double speed = _samplesSeen / Math.Max(_clock.Elapsed.TotalSeconds, 1e-9);
        long left = (long)(_options.Epochs - _state.Epoch) * _material.Count - inEpoch;
        return new TrainingProgress(
            _state.Epoch + 1,
            _options.Epochs,
            _state.Batch,
            _batches,
            batchLoss,
            _state.LossSum / inEpoch,
            (double)_state.Correct / inEpoch,
            rate,
            speed,
            TimeSpan.FromSeconds(Math.Min(left / Math.Max(speed, 1e-9), TimeSpan.MaxValue.TotalSeconds / 2)),
            finished
        );
    }

    private double RateOf(int batch) =>
        _options.Optimizer.LearningRate
        * _options.Schedule.Factor(_state.Epoch + (double)batch / _batches, _options.Epochs);

    private void Save()
    {
        if (_options.CheckpointPath is { } path)
        {
            _checkpoint.Write(path, _state, _bestWeights);
        }
    }

    private string Fingerprint() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"seed {_options.Seed}, batch size {_options.BatchSize}, {_material.Count} {_material.Text}, "
                + $"{_network.Layers.Count} layers with {_network.TrainableCount} parameters"
        );
}
