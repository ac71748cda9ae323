using Spotter.Networks.Layers;

namespace Spotter.Networks.Weights;

/// <summary>
/// Makes the parameters of one layer after another. Each begins from its own stream of random numbers.
/// </summary>
/// <param name="seed">The seed of the first weights; null leaves them at zero.</param>
/// <param name="budget">The most numbers that all parameters may have together.</param>
internal sealed class ParameterFactory(int? seed, long budget = long.MaxValue)
{
    private long _budget = budget;
    private readonly List<Parameter> _all = [];
    private string _scope = "";

    public IReadOnlyList<Parameter> All => _all;

    /// <summary>Parameters made from here on belong to that layer.</summary>
    public void Enter(string layerName) => _scope = layerName;

    public void Add(string name, int[] shape, Initializer initializer, int inputs, int outputs)
    {
        Parameter parameter = Create(name, shape, isTrainable: true);
        if (seed is not { } number)
        {
            return;
        }

        double both = (double)inputs + outputs;
        var random = new RandomStream(number, _all.Count);
        var values = new float[parameter.Count];
        switch (initializer)
        {
            case Initializer.GlorotUniform:
                random.FillUniform(values, Math.Sqrt(6 / both));
                break;
            case Initializer.GlorotNormal:
                random.FillNormal(values, Math.Sqrt(2 / both));
                break;
            case Initializer.HeUniform:
                random.FillUniform(values, Math.Sqrt(6.0 / inputs));
                break;
            case Initializer.HeNormal:
                random.FillNormal(values, Math.Sqrt(2.0 / inputs));
                break;
            case Initializer.Zeros:
                break;
            default:
                throw new ArgumentException($"unknown initializer {initializer}");
        }

        parameter.SetValues(values);
    }

    public void AddConstant(string name, int count, float value, bool trainable = true)
    {
        Parameter parameter = Create(name, [count], trainable);
        var values = new float[count];
        Array.Fill(values, value);
        parameter.SetValues(values);
    }

    private Parameter Create(string name, int[] shape, bool isTrainable)
    {
        long count = 1;
        foreach (int extent in shape)
        {
            count = checked(count * extent);
        }

        if (count > _budget || count > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{_scope}/{name} would hold {count} numbers, which is more than {Math.Min(_budget, Array.MaxLength)}"
            );
        }

        _budget -= count;
        var parameter = new Parameter($"{_scope}/{name}", shape, isTrainable);
        _all.Add(parameter);
        return parameter;
    }
}
