using System.Runtime.CompilerServices;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// a = g(W x + b) for a batch. Shapes: x [in/16][row][16], W [out/16][in][16], b [out], a [out/16][row][16], with in and out
/// rounded up to blocks of 16.
/// </summary>
internal sealed unsafe partial class DenseOperation : Operation
{
    private const int BlockSize = Layout.BlockSize;

    // The parts of the work, the same for any number of threads.
    private const int RowsPerPart = 32;
    private const int PanelsPerPart = 8;
    private const int FewestPanelsToShare = 4;
    private const int FewestRowsToShare = 8;
    private const int GradientPanelsPerPart = 3;
    private const int GradientBlocksPerPart = 16;

    // Rows that a weight gradient adds before it returns to the first tile: they stay in the cache meanwhile.
    private const int RowsPerPass = 256;

    private readonly Activation _activation;
    private readonly bool _isRectifier;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly Workspace? _transposed;
    private readonly Workspace? _z;
    private readonly DenseTables _tables;
    private readonly ForwardWork _forward;
    private readonly SlopeWork _slope;
    private readonly GradientWork _gradient;
    private readonly TransposeWork _transpose;
    private readonly SampleStepWork _sampleStep;
    private readonly SampleGradientWork _sampleGradient;
    private bool _isTransposedStale;

    /// <summary>Compiles the layer.</summary>
    public DenseOperation(DenseLayer layer, CompileContext context)
        : base(context)
    {
        _activation = context.ActivationOverride ?? layer.Activation;
        _isRectifier = _activation is ReLUActivation;
        int inputs = Input.Layout.Channels;
        int inputPadded = Input.Layout.Blocks * BlockSize;
        IReadOnlyList<ParameterSpecification> parameters = layer.GetParameters(Input.Shape);
        _weight = new Parameter(
            $"{layer.Name}.weight",
            parameters[0].Shape,
            i => (i / inputs / BlockSize * inputPadded * BlockSize) + (i % inputs * BlockSize) + (i / inputs % BlockSize),
            checked(Output.Layout.Blocks * BlockSize * inputPadded),
            isPenalised: true) { IsStreamed = true };
        if (layer.UseBias)
        {
            _bias = new Parameter(
                $"{layer.Name}.bias", parameters[1].Shape, i => i, Output.Layout.Blocks * BlockSize, isPenalised: false)
            {
                IsStreamed = true,
            };
        }

        if (context.IsTraining && context.NeedsInputGradient)
        {
            _transposed = context.Reserve(_weight.PackedLength);
        }

        if (context.IsTraining && _activation.NeedsInput)
        {
            _z = context.Reserve(Output.Layout.Length);
        }

        if (context.IsTraining && !context.NeedsInputGradient)
        {
            _step = context.Reserve(Output.Layout.Blocks * BlockSize);
        }

        Sparsity = context.IsTraining && !layer.Sparsity.IsNone ? new SparsityTerm(layer.Sparsity, Output) : null;
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
        _tables = new DenseTables(Input.Layout, Output.Layout);

        // The unused lanes of a last block would belong to the next sample.
        if (context.IsOnlyReaderOfSamples && inputs % BlockSize == 0)
        {
            Input.Samples = new SampleRows(Input.Layout.Batch);
            _secondCopy = context.IsTraining && Output.Layout.Blocks >= FewestPanelsToShare ? context.Reserve(Input.Layout.Length) : null;
        }

        _forward = new ForwardWork(this);
        _slope = new SlopeWork(this);
        _gradient = new GradientWork(this);
        _transpose = new TransposeWork(this);
        _sampleStep = new SampleStepWork(this);
        _sampleGradient = new SampleGradientWork(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override SparsityTerm? Sparsity { get; }

    private int Rows { get; set; }

    private bool IsTraining { get; set; }

    private IGradientConsumer? Consumer { get; set; }

    private int WeightParts =>
        Parts(Output.Layout.Blocks, GradientPanelsPerPart) * Parts(Input.Layout.Blocks, GradientBlocksPerPart);

    // Not 0 where a single sample may add its step to the weights itself.
    private float PlainRate => Rows == 1 && Consumer is not null ? Consumer.GetPlainRate(_weight) : 0;

    private long MultiplyAdds => ThreadChoice.CostOf(_weight.PackedLength, Rows);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(in Step step)
    {
        Rows = step.Rows;
        IsTraining = step.IsTraining;
        fixed (float* array = Input.Samples?.Array)
        {
            _samples = array is null && Input.Samples is not null ? Input.Samples.Address : array;
            _copies = CountCopies(step.Pool);
            if (!IsTraining || _samples is null)
            {
                Settle(step.Pool);
            }

            WorkSharing.Run(step.Pool, _forward, RowParts(Output.Layout), MultiplyAdds);
            EndWaiting();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(in Step step)
    {
        Rows = step.Rows;
        IsTraining = step.IsTraining;
        Consumer = step.Consumer;

        if (Output.Layout.Batch == 1)
        {
            TakeSampleSlope();
        }
        else
        {
            // A derivative is worth some dozen multiply-adds.
            WorkSharing.Run(step.Pool, _slope, Output.Layout.Blocks, 16L * Rows * Output.Layout.Channels);
        }

        int inputParts = 0;
        if (_transposed is not null)
        {
            if (Input.Layout.Batch == 1 && PlainRate != 0)
            {
                WorkSharing.Run(step.Pool, _sampleGradient, Parts(Input.Layout.Blocks, GradientBlocksPerPart), 2 * MultiplyAdds);
                return;
            }

            if (_isTransposedStale)
            {
                WorkSharing.Run(step.Pool, _transpose, Output.Layout.Blocks, WorkSharing.CostOfElement * _weight.PackedLength);
                _isTransposedStale = false;
            }

            inputParts = RowParts(Input.Layout);
        }

        if (inputParts == 0 && PlainRate != 0)
        {
            TakeSampleStep(step.Pool);
            return;
        }

        WorkSharing.Run(step.Pool, _gradient, WeightParts + inputParts, (inputParts == 0 ? 1 : 2) * MultiplyAdds);
    }

    /// <inheritdoc/>
    public override void OnParametersChanged(in Step step)
    {
        // Transposed by the backward passes that read it: single samples may do without.
        _isTransposedStale = true;
    }

    private static int Parts(int count, int perPart) => (count + perPart - 1) / perPart;

    // Where a part begins when panels are dealt evenly: four panels make 2 + 2, not 3 + 1.
    private static int Share(int part, int parts, int count) => (int)((long)part * count / parts);

    // At least two of many rows, so that two threads keep to their panels; the kernel for single rows wants all that a part can have.
    private int PanelParts(in Layout result)
    {
        int parts = Parts(result.Blocks, PanelsPerPart);
        return parts == 1 && result.Blocks >= FewestPanelsToShare && Rows >= FewestRowsToShare ? 2 : parts;
    }

    private int RowParts(in Layout result) => Parts(Rows, RowsPerPart) * PanelParts(result);

    // Part: some rows of some panels of the result. In training panel by panel: each thread stays with the weights that it
    // updates. In inference row by row: each thread stays with its samples, and the weights are in every cache.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRows(in BlockProduct product, int part, in Layout result, out int row, out int rows, out int panel, out int panels)
    {
        int panelParts = PanelParts(result);
        int rowParts = Parts(Rows, RowsPerPart);
        (int panelPart, int rowPart) = IsTraining
            ? Math.DivRem(part, rowParts)
            : (part % panelParts, part / panelParts);
        row = rowPart * RowsPerPart;
        rows = Math.Min(RowsPerPart, Rows - row);
        panel = Share(panelPart, panelParts, result.Blocks);
        panels = Share(panelPart + 1, panelParts, result.Blocks) - panel;
        BlockKernel.Run(product, row, rows, panel, panels);
    }

    /// <summary>z = W x + b and a = g(z).</summary>
    private sealed class ForwardWork(DenseOperation owner) : ParallelWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(int part)
        {
            Layout output = owner.Output.Layout;
            float* z = owner._z is null ? owner.Output.Data : owner._z.Data;
            BlockProduct product = owner.ChooseForward();
            product.B = owner._weight.Data;
            product.C = z;
            product.Bias = owner._bias is null ? null : owner._bias.Data;
            product.Rectify = owner._isRectifier;
            int row = 0, rows = 1, panel, panels;
            if (owner._isStepWaiting)
            {
                owner.RunWaiting(product, part, out panel, out panels);
            }
            else
            {
                owner.RunRows(product, part, output, out row, out rows, out panel, out panels);
                if (owner._samples is not null && owner.IsTraining)
                {
                    owner.KeepSamples(part);
                }
            }

            if (owner._isRectifier || owner._activation is LinearActivation)
            {
                return;
            }

            for (int block = panel; block < panel + panels; block++)
            {
                long offset = (block * output.BlockStride) + (row * BlockSize);
                int lanes = Math.Min(BlockSize, output.Channels - (block * BlockSize));
                ActivationStep.Forward(owner._activation, z + offset, owner.Output.Data + offset, rows, lanes);
            }
        }
    }

    /// <summary>dL/dz = dL/da g'(z) and dL/db = sum over rows of dL/dz, a block of units at a time.</summary>
    private sealed class SlopeWork(DenseOperation owner) : ParallelWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(int part)
        {
            long offset = part * owner.Output.Layout.BlockStride;
            float* gradient = owner.Output.Gradient + offset;
            owner.Sparsity?.AddGradient(part, owner.Rows);
            if (owner._activation is not LinearActivation)
            {
                float* z = owner._z is null ? null : owner._z.Data + offset;
                ActivationStep.Backward(owner._activation, z, owner.Output.Data + offset, gradient, owner.Rows);
            }

            if (owner._bias is not null)
            {
                float* sums = owner._bias.Gradient + (part * BlockSize);
                BlockSum.Run(gradient, owner.Rows, sums);
                owner.Consumer?.Consume(owner._bias, part * BlockSize, new Span<float>(sums, BlockSize));
            }
        }
    }

    /// <summary>W' for the input gradient, a block of units at a time.</summary>
    private sealed class TransposeWork(DenseOperation owner) : ParallelWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(int part) => BlockTranspose.Run(
            owner._weight.Data, owner._transposed!.Data, owner.Output.Layout.Blocks, owner.Input.Layout.Blocks, part);
    }
}
