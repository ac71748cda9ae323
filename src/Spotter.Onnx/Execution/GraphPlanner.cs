using Spotter.Networks.Kernels;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>All operators by their names in ONNX.</summary>
internal sealed class GraphPlanner<TRow>(PreparedGraph graph, int threads, bool isDry, bool isLenient = false)
    : QuantizedPlanner<TRow>(graph, threads, isDry, isLenient)
    where TRow : struct, IRow<TRow>
{
    private static readonly Dictionary<string, Action<GraphPlanner<TRow>, OnnxNode>> Table = MakeTable();

    /// <summary>Names of the operators, for documents and messages.</summary>
    public static IReadOnlyCollection<string> Operators => Table.Keys;

    /// <inheritdoc/>
    protected override bool TryPlan(OnnxNode node)
    {
        if (node.Domain.Length > 0 || !Table.TryGetValue(node.Operator, out var handler))
        {
            return false;
        }

        handler(this, node);
        return true;
    }

    private static Dictionary<string, Action<GraphPlanner<TRow>, OnnxNode>> MakeTable() =>
        new(StringComparer.Ordinal)
        {
            ["Abs"] = static (plan, node) => plan.Function(node, Math.Abs),
            ["Add"] = static (plan, node) => plan.Pair<AddPair<TRow>>(node, static (a, b) => a + b),
            ["And"] = static (plan, node) => plan.Pair(node, static (a, b) => a != 0 && b != 0 ? 1 : 0),
            ["ArgMax"] = static (plan, node) => plan.ArgPlace(node, isLeast: false),
            ["ArgMin"] = static (plan, node) => plan.ArgPlace(node, isLeast: true),
            ["AveragePool"] = static (plan, node) => plan.AveragePool(node),
            ["BatchNormalization"] = static (plan, node) => plan.BatchNormalization(node),
            ["Cast"] = static (plan, node) => plan.Cast(node),
            ["Ceil"] = static (plan, node) => plan.Function(node, Math.Ceiling),
            ["Clip"] = static (plan, node) => plan.Clip(node),
            ["Concat"] = static (plan, node) => plan.Concat(node),
            ["Constant"] = static (plan, node) => plan.Constant(node),
            ["ConstantOfShape"] = static (plan, node) => plan.ConstantOfShape(node),
            ["Conv"] = static (plan, node) => plan.Conv(node),
            ["ConvInteger"] = static (plan, node) => plan.ConvInteger(node),
            ["ConvTranspose"] = static (plan, node) => plan.ConvTranspose(node),
            ["Cos"] = static (plan, node) => plan.Function(node, Math.Cos),
            ["DepthToSpace"] = static (plan, node) => plan.DepthToSpace(node),
            ["DequantizeLinear"] = static (plan, node) => plan.DequantizeLinear(node),
            ["Div"] = static (plan, node) => plan.Divide(node),
            ["Dropout"] = static (plan, node) => plan.Put(node, plan.Input(node, 0)),
            ["DynamicQuantizeLinear"] = static (plan, node) => plan.DynamicQuantizeLinear(node),
            ["Elu"] = static (plan, node) =>
            {
                double alpha = node.Number("alpha", 1);
                plan.Function(node, x => x >= 0 ? x : alpha * (Math.Exp(x) - 1));
            },
            ["Equal"] = static (plan, node) => plan.Pair(node, static (a, b) => a == b ? 1 : 0, ElementType.Bool),
            ["Erf"] = static (plan, node) => plan.Function(node, new ErfRow<TRow>(), ErrorFunction),
            ["Exp"] = static (plan, node) => plan.Function(node, new ExpRow<TRow>(), Math.Exp),
            ["Expand"] = static (plan, node) => plan.Expand(node),
            ["Flatten"] = static (plan, node) => plan.Flatten(node),
            ["Floor"] = static (plan, node) => plan.Function(node, Math.Floor),
            ["Gather"] = static (plan, node) => plan.Gather(node),
            ["GatherElements"] = static (plan, node) => plan.GatherElements(node),
            ["Gelu"] = static (plan, node) => plan.Gelu(node),
            ["Gemm"] = static (plan, node) => plan.Gemm(node),
            ["GlobalAveragePool"] = static (plan, node) => plan.GlobalPool(node, isMax: false),
            ["GlobalMaxPool"] = static (plan, node) => plan.GlobalPool(node, isMax: true),
            ["Greater"] = static (plan, node) => plan.Pair(node, static (a, b) => a > b ? 1 : 0, ElementType.Bool),
            ["GreaterOrEqual"] = static (plan, node) =>
                plan.Pair(node, static (a, b) => a >= b ? 1 : 0, ElementType.Bool),
            ["HardSigmoid"] = static (plan, node) =>
            {
                (float alpha, float beta) = (node.Number("alpha", 0.2f), node.Number("beta", 0.5f));
                plan.Function(node, new HardSigmoidRow<TRow>(alpha, beta), x => Math.Clamp((alpha * x) + beta, 0, 1));
            },
            ["HardSwish"] = static (plan, node) =>
                plan.Function(node, new HardSwishRow<TRow>(), static x => x * Math.Clamp((x / 6) + 0.5, 0, 1)),
            ["Identity"] = static (plan, node) => plan.Put(node, plan.Input(node, 0)),
            ["InstanceNormalization"] = static (plan, node) => plan.InstanceNormalization(node),
            ["LayerNormalization"] = static (plan, node) => plan.LayerNormalization(node),
            ["LeakyRelu"] = static (plan, node) =>
            {
                float alpha = node.Number("alpha", 0.01f);
                plan.Function(node, new LeakyRow<TRow>(alpha), x => x >= 0 ? x : alpha * x);
            },
            ["Less"] = static (plan, node) => plan.Pair(node, static (a, b) => a < b ? 1 : 0, ElementType.Bool),
            ["LessOrEqual"] = static (plan, node) => plan.Pair(node, static (a, b) => a <= b ? 1 : 0, ElementType.Bool),
            ["Log"] = static (plan, node) => plan.Function(node, Math.Log),
            ["LogSoftmax"] = static (plan, node) => plan.Softmax(node, isLog: true),
            ["MatMul"] = static (plan, node) => plan.MatMul(node),
            ["MatMulInteger"] = static (plan, node) => plan.MatMulInteger(node),
            ["Max"] = static (plan, node) => plan.Pair<MaxPair<TRow>>(node, Math.Max),
            ["MaxPool"] = static (plan, node) => plan.MaxPool(node),
            ["Min"] = static (plan, node) => plan.Pair<MinPair<TRow>>(node, Math.Min),
            ["Mish"] = static (plan, node) =>
                plan.Function(node, new MishRow<TRow>(), static x =>
                    x * Math.Tanh(Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))))
                ),
            ["Mod"] = static (plan, node) =>
            {
                bool isRemainder = node.Whole("fmod", 0) != 0;
                plan.Pair(node, (a, b) => b == 0 ? 0
                    : isRemainder ? a % b
                    : a - (b * Math.Floor(a / b)));
            },
            ["Mul"] = static (plan, node) => plan.Pair<MultiplyPair<TRow>>(node, static (a, b) => a * b),
            ["Neg"] = static (plan, node) => plan.Function(node, static x => -x),
            ["Not"] = static (plan, node) => plan.Function(node, static x => x == 0 ? 1 : 0),
            ["Or"] = static (plan, node) => plan.Pair(node, static (a, b) => a != 0 || b != 0 ? 1 : 0),
            ["PRelu"] = static (plan, node) => plan.Pair<SlopePair<TRow>>(node, static (a, b) => a > 0 ? a : a * b),
            ["Pad"] = static (plan, node) => plan.Pad(node),
            ["Pow"] = static (plan, node) => plan.Power(node),
            ["QLinearConv"] = static (plan, node) => plan.QLinearConv(node),
            ["QLinearMatMul"] = static (plan, node) => plan.QLinearMatMul(node),
            ["QuantizeLinear"] = static (plan, node) => plan.QuantizeLinear(node),
            ["Range"] = static (plan, node) => plan.Range(node),
            ["Reciprocal"] = static (plan, node) => plan.Function(node, static x => 1 / x),
            ["ReduceL2"] = static (plan, node) =>
                plan.Reduce(node, static (sum, x) => sum + (x * x), 0, static (sum, _) => Math.Sqrt(sum)),
            ["ReduceMax"] = static (plan, node) =>
                plan.Reduce(node, Math.Max, double.NegativeInfinity, static (sum, _) => sum),
            ["ReduceMean"] = static (plan, node) =>
                plan.Reduce(node, static (sum, x) => sum + x, 0, static (sum, count) => sum / count, isMean: true),
            ["ReduceMin"] = static (plan, node) =>
                plan.Reduce(node, Math.Min, double.PositiveInfinity, static (sum, _) => sum),
            ["ReduceProd"] = static (plan, node) =>
                plan.Reduce(node, static (sum, x) => sum * x, 1, static (sum, _) => sum),
            ["ReduceSum"] = static (plan, node) =>
                plan.Reduce(node, static (sum, x) => sum + x, 0, static (sum, _) => sum),
            ["Relu"] = static (plan, node) =>
                plan.Function(node, new ClipRow<TRow>(0, float.PositiveInfinity), static x => Math.Max(x, 0)),
            ["Reshape"] = static (plan, node) => plan.Reshape(node),
            ["Resize"] = static (plan, node) => plan.Resize(node),
            ["Round"] = static (plan, node) => plan.Function(node, static x => Math.Round(x, MidpointRounding.ToEven)),
            ["Shape"] = static (plan, node) => plan.Shape(node),
            ["Sigmoid"] = static (plan, node) => plan.Sigmoid(node),
            ["Sign"] = static (plan, node) => plan.Function(node, SignOf),
            ["Sin"] = static (plan, node) => plan.Function(node, Math.Sin),
            ["Size"] = static (plan, node) =>
                plan.Put(node, KnownOf([], ElementType.Int64, [plan.Input(node, 0).Count])),
            ["Slice"] = static (plan, node) => plan.Slice(node),
            ["Softmax"] = static (plan, node) => plan.Softmax(node, isLog: false),
            ["Softplus"] = static (plan, node) =>
                plan.Function(node, static x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))),
            ["SpaceToDepth"] = static (plan, node) => plan.SpaceToDepth(node),
            ["Split"] = static (plan, node) => plan.Split(node),
            ["Sqrt"] = static (plan, node) => plan.Function(node, Math.Sqrt),
            ["Squeeze"] = static (plan, node) => plan.Squeeze(node),
            ["Sub"] = static (plan, node) => plan.Pair<SubtractPair<TRow>>(node, static (a, b) => a - b),
            ["Sum"] = static (plan, node) => plan.Pair<AddPair<TRow>>(node, static (a, b) => a + b),
            ["Tanh"] = static (plan, node) => plan.Function(node, new TanhRow<TRow>(), Math.Tanh),
            ["Tile"] = static (plan, node) => plan.Tile(node),
            ["TopK"] = static (plan, node) => plan.TopK(node),
            ["Transpose"] = static (plan, node) => plan.Transpose(node),
            ["Unsqueeze"] = static (plan, node) => plan.Unsqueeze(node),
            ["Upsample"] = static (plan, node) => plan.Resize(node),
            ["Where"] = static (plan, node) => plan.Where(node),
        };

    // Both forms: by the normal distribution, and by tanh.
    private void Gelu(OnnxNode node)
    {
        if (node.Text("approximate", "none") == "tanh")
        {
            Function(node, static x =>
                0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))
            );
            return;
        }

        Function(node, new GeluRow<TRow>(), static x => x * (1 + ErrorFunction(x / Math.Sqrt(2))) / 2);
    }

    // .NET knows no sign of what is no number.
    private static double SignOf(double x) => double.IsNaN(x) ? x : Math.Sign(x);

    // Abramowitz and Stegun 7.1.26.
    private static double ErrorFunction(double x)
    {
        double t = 1 / (1 + (0.3275911 * Math.Abs(x)));
        double sum =
            t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429))))))));
        return SignOf(x) * (1 - (sum * Math.Exp(-x * x)));
    }
}
