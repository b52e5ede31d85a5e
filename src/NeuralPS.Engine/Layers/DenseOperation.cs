using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// a = g(W x + b) for a batch. Shapes: x [in/16][row][16], W [out/16][in][16], b [out], a [out/16][row][16], with in and out
/// rounded up to blocks of 16.
/// </summary>
internal sealed unsafe class DenseOperation : Operation
{
    private const int RowsPerPart = 32;
    private const int PanelsPerPart = 2;

    // About a tenth of a millisecond of one thread: less is not worth handing over.
    private const long WorthSharing = 1_000_000;

    private readonly Activation _activation;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly Workspace? _transposed;
    private readonly Workspace? _z;
    private readonly ForwardWork _forward;
    private readonly SlopeWork _slope;
    private readonly WeightWork _weightGradient;
    private readonly InputWork _inputGradient;

    /// <summary>Compiles the layer.</summary>
    public DenseOperation(DenseLayer layer, CompileContext context)
        : base(context)
    {
        _activation = context.ActivationOverride ?? layer.Activation;
        int inputs = Input.Layout.Channels;
        InputPadded = Input.Layout.Blocks * Layout.BlockSize;
        OutputPadded = Output.Layout.Blocks * Layout.BlockSize;
        int inputPadded = InputPadded;
        IReadOnlyList<ParameterSpecification> parameters = layer.GetParameters(Input.Shape);
        _weight = new Parameter(
            $"{layer.Name}.weight",
            parameters[0].Shape,
            i => (i / inputs / Layout.BlockSize * inputPadded * Layout.BlockSize) + (i % inputs * Layout.BlockSize) + (i / inputs % Layout.BlockSize),
            OutputPadded * InputPadded,
            isPenalised: true);
        if (layer.UseBias)
        {
            _bias = new Parameter($"{layer.Name}.bias", parameters[1].Shape, i => i, OutputPadded, isPenalised: false);
        }

        if (context.NeedsInputGradient)
        {
            _transposed = context.Reserve((long)OutputPadded * InputPadded);
        }

        if (context.IsTraining && _activation.NeedsInput)
        {
            _z = context.Reserve(Output.Layout.Length);
        }

        Parameters = _bias is null ? [_weight] : [_weight, _bias];
        _forward = new ForwardWork(this);
        _slope = new SlopeWork(this);
        _weightGradient = new WeightWork(this);
        _inputGradient = new InputWork(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    private int InputPadded { get; }

    private int OutputPadded { get; }

    private int Rows { get; set; }

    /// <inheritdoc/>
    public override void Forward(in Step step)
    {
        Rows = step.Rows;
        Share(step.Pool, _forward, (Rows + RowsPerPart - 1) / RowsPerPart);
    }

    /// <inheritdoc/>
    public override void Backward(in Step step)
    {
        Rows = step.Rows;
        if (_activation is not LinearActivation)
        {
            Share(step.Pool, _slope, Output.Layout.Blocks);
        }

        Share(step.Pool, _weightGradient, (Output.Layout.Blocks + PanelsPerPart - 1) / PanelsPerPart);
        if (_transposed is not null)
        {
            Share(step.Pool, _inputGradient, (Rows + RowsPerPart - 1) / RowsPerPart);
        }
    }

    /// <inheritdoc/>
    public override void OnParametersChanged(in Step step)
    {
        if (_transposed is not null)
        {
            BlockTranspose.Run(_weight.Data, _transposed.Data, Output.Layout.Blocks, Input.Layout.Blocks);
        }
    }

    private void Share(WorkerPool pool, ParallelWork work, int parts)
    {
        if ((long)Rows * InputPadded * OutputPadded >= WorthSharing)
        {
            pool.Run(work, parts);
            return;
        }

        for (int part = 0; part < parts; part++)
        {
            work.Run(part);
        }
    }

    /// <summary>z = W x + b and a = g(z), a part of the rows at a time.</summary>
    private sealed class ForwardWork(DenseOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            int first = part * RowsPerPart;
            int rows = Math.Min(RowsPerPart, owner.Rows - first);
            Layout input = owner.Input.Layout;
            Layout output = owner.Output.Layout;
            float* z = (owner._z is null ? owner.Output.Data : owner._z.Data) + (first * Layout.BlockSize);
            bool isReLU = owner._activation.Name == "ReLU";
            TileKernel.Run(new Tile
            {
                A = owner.Input.Data + (first * Layout.BlockSize),
                ARow = Layout.BlockSize,
                B = owner._weight.Data,
                BPanel = owner.InputPadded * Layout.BlockSize,
                C = z,
                CRow = Layout.BlockSize,
                CPanel = (nint)output.BlockStride,
                Rows = rows,
                Panels = output.Blocks,
                Count0 = Layout.BlockSize,
                Count1 = input.Blocks,
                Count2 = 1,
                A0 = 1,
                A1 = (nint)input.BlockStride,
                B0 = Layout.BlockSize,
                B1 = Layout.BlockSize * Layout.BlockSize,
                Start = owner._bias is null ? null : owner._bias.Data,
                Rectifies = isReLU,
            });
            if (isReLU || owner._activation is LinearActivation)
            {
                return;
            }

            for (int block = 0; block < output.Blocks; block++)
            {
                ActivationStep.Forward(
                    owner._activation,
                    z + (block * output.BlockStride),
                    owner.Output.Data + (first * Layout.BlockSize) + (block * output.BlockStride),
                    rows,
                    Math.Min(Layout.BlockSize, output.Channels - (block * Layout.BlockSize)));
            }
        }
    }

    /// <summary>dL/dz = dL/da g'(z), a block of units at a time.</summary>
    private sealed class SlopeWork(DenseOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            long offset = part * owner.Output.Layout.BlockStride;
            ActivationStep.Backward(
                owner._activation,
                owner._z is null ? null : owner._z.Data + offset,
                owner.Output.Data + offset,
                owner.Output.Gradient + offset,
                owner.Rows);
        }
    }

    /// <summary>dL/dW = sum over rows of dL/dz x', and dL/db = sum over rows of dL/dz, some panels of units at a time.</summary>
    private sealed class WeightWork(DenseOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            Layout input = owner.Input.Layout;
            Layout output = owner.Output.Layout;
            int panel = part * PanelsPerPart;
            int panels = Math.Min(PanelsPerPart, output.Blocks - panel);
            float* gradient = owner.Output.Gradient + (panel * output.BlockStride);
            nint panelLength = owner.InputPadded * Layout.BlockSize;
            for (int block = 0; block < input.Blocks; block++)
            {
                TileKernel.Run(new Tile
                {
                    A = owner.Input.Data + (block * input.BlockStride),
                    ARow = 1,
                    B = gradient,
                    BPanel = (nint)output.BlockStride,
                    C = owner._weight.Gradient + (panel * panelLength) + (block * Layout.BlockSize * Layout.BlockSize),
                    CRow = Layout.BlockSize,
                    CPanel = panelLength,
                    Rows = Layout.BlockSize,
                    Panels = panels,
                    Count0 = owner.Rows,
                    Count1 = 1,
                    Count2 = 1,
                    A0 = Layout.BlockSize,
                    B0 = Layout.BlockSize,
                });
            }

            if (owner._bias is not null)
            {
                for (int p = 0; p < panels; p++)
                {
                    BlockSum.Run(
                        gradient + (p * output.BlockStride), owner.Rows, owner._bias.Gradient + ((panel + p) * Layout.BlockSize));
                }
            }
        }
    }

    /// <summary>dL/dx = W' dL/dz, a part of the rows at a time.</summary>
    private sealed class InputWork(DenseOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            int first = part * RowsPerPart;
            Layout input = owner.Input.Layout;
            Layout output = owner.Output.Layout;
            TileKernel.Run(new Tile
            {
                A = owner.Output.Gradient + (first * Layout.BlockSize),
                ARow = Layout.BlockSize,
                B = owner._transposed!.Data,
                BPanel = owner.OutputPadded * Layout.BlockSize,
                C = owner.Input.Gradient + (first * Layout.BlockSize),
                CRow = Layout.BlockSize,
                CPanel = (nint)input.BlockStride,
                Rows = Math.Min(RowsPerPart, owner.Rows - first),
                Panels = input.Blocks,
                Count0 = Layout.BlockSize,
                Count1 = output.Blocks,
                Count2 = 1,
                A0 = 1,
                A1 = (nint)output.BlockStride,
                B0 = Layout.BlockSize,
                B1 = Layout.BlockSize * Layout.BlockSize,
            });
        }
    }
}
