using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// h = (x - mean) / s, z = scale h + shift and a = g(z), vector by vector: the channels of a pixel, or all elements of a sample. With
/// N values to a vector and d = scale dL/dz, backwards dL/dx = (d - sum(d) / N - h sum(d h) / N) / s; scale and shift get the sums of
/// h dL/dz and dL/dz over all vectors, a cell of 16 elements at a time.
/// </summary>
internal sealed unsafe class LayerNormOperation : Operation
{
    private const int BlockSize = Layout.BlockSize;

    private readonly Activation _activation;
    private readonly double _epsilon;
    private readonly bool _isWhole;
    private readonly Parameter? _scale;
    private readonly Parameter? _shift;
    private readonly LineWalk _walk;
    private readonly SampleWork _forward;
    private readonly SampleWork _backward;
    private readonly ColumnWork _columns;

    // The cells of a vector, in the input and in the output; those of the last block of channels, which may have unused lanes, last.
    private readonly PinnedTable<long> _inputCells;
    private readonly PinnedTable<long> _outputCells;
    private readonly PinnedTable<float> _masks;
    private readonly int _fullCells;
    private readonly int _vectorsPerSample;
    private readonly int _vectorLength;

    // Center, inverse and offset of each vector; scale and shift where they are not learned; z where the derivative needs it.
    private readonly Workspace _coefficients;
    private readonly Workspace? _ones;
    private readonly Workspace? _zeros;
    private readonly Workspace? _z;
    private bool _hasOnes;

    /// <summary>Compiles the layer.</summary>
    public LayerNormOperation(LayerNormLayer layer, CompileContext context)
        : base(context)
    {
        Layout input = Input.Layout;
        Layout output = Output.Layout;
        _activation = context.ActivationOverride ?? layer.Activation;
        _epsilon = layer.Epsilon;
        _isWhole = layer.IsWholeSample && !input.IsRows;
        _walk = new LineWalk(input, output);
        int pixels = input.Height * input.Width;
        int planeCells = _isWhole ? pixels : 1;
        _vectorsPerSample = pixels / planeCells;
        _vectorLength = planeCells * input.Channels;
        int cells = input.Blocks * planeCells;
        int length = cells * BlockSize;
        _inputCells = new PinnedTable<long>(cells, i => GetCell(input, i / planeCells, i % planeCells));
        _outputCells = new PinnedTable<long>(cells, i => GetCell(output, i / planeCells, i % planeCells));
        int lanes = input.Channels - ((input.Blocks - 1) * BlockSize);
        _fullCells = lanes == BlockSize ? cells : cells - planeCells;
        _masks = new PinnedTable<float>(2 * BlockSize, i => i < BlockSize + lanes ? 1 : 0);
        Parameter[] parameters =
        [
            .. layer.GetParameters(Input.Shape).Select(parameter => new Parameter(
                $"{layer.Name}.{parameter.Role}", parameter.Shape, i => Pack(i, input.Channels, planeCells), length, isPenalised: false)),
        ];
        Parameters = parameters;
        _scale = layer.UseScale ? parameters[0] : null;
        _shift = layer.UseShift ? parameters[^1] : null;
        _ones = layer.UseScale ? null : context.Reserve(length);
        _zeros = layer.UseShift ? null : context.Reserve(length);
        _coefficients = context.Reserve(3L * input.Batch * _vectorsPerSample);
        _z = context.IsTraining && _activation.NeedsInput ? context.Reserve(output.Length) : null;
        _forward = new SampleWork(_walk.SampleLength, ForwardSamples);
        _backward = new SampleWork(_walk.SampleLength, BackwardSamples);
        _columns = new ColumnWork(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    private float* Scale => _scale is null ? _ones!.Data : _scale.Data;

    private int Rows { get; set; }

    /// <inheritdoc/>
    public override void Forward(in Step step)
    {
        Rows = step.Rows;
        if (_ones is not null && !_hasOnes)
        {
            // Ones in the lanes that are in use only.
            for (int i = 0; i < _inputCells.Length; i++)
            {
                new Span<float>(_masks.Data + (i < _fullCells ? 0 : BlockSize), BlockSize)
                    .CopyTo(new Span<float>(_ones.Data + (i * BlockSize), BlockSize));
            }

            _hasOnes = true;
        }

        _forward.Run(step.Pool, step.Rows);
    }

    /// <inheritdoc/>
    public override void Backward(in Step step)
    {
        Rows = step.Rows;
        _backward.Run(step.Pool, step.Rows);
        if (Parameters.Count > 0)
        {
            _columns.Run(step.Pool);
        }
    }

    private static long GetCell(in Layout layout, int block, int pixel)
    {
        (int y, int x) = Math.DivRem(pixel, layout.Width);
        return (block * layout.BlockStride) + ((long)y * layout.LineStride) + ((long)x * layout.PixelStride);
    }

    // Channel c of pixel p stands in cell (c / 16) * pixels + p.
    private static int Pack(int index, int channels, int pixels)
    {
        (int pixel, int channel) = Math.DivRem(index, channels);
        return (((channel / BlockSize * pixels) + pixel) * BlockSize) + (channel % BlockSize);
    }

    // Where a vector begins.
    private long GetStart(in Layout layout, int sample, int vector) =>
        layout.Origin + (sample * layout.SampleStride) + (_isWhole ? 0 : GetCell(layout, 0, vector));

    private float* GetCoefficients(int sample, int vector) => _coefficients.Data + (3 * (((long)sample * _vectorsPerSample) + vector));

    private void ForwardSamples(int part, int first, int end)
    {
        float* z = _z is null ? Output.Data : _z.Data;
        float* shift = _shift is null ? _zeros!.Data : _shift.Data;
        for (int sample = first; sample < end; sample++)
        {
            for (int vector = 0; vector < _vectorsPerSample; vector++)
            {
                float* x = Input.Data + GetStart(Input.Layout, sample, vector);
                VectorNorm.AddUp(x, _inputCells.Data, _inputCells.Length, out double sum, out double squares);
                double mean = sum / _vectorLength;
                double variance = Math.Max(0, (squares / _vectorLength) - (mean * mean));
                double inverse = 1 / Math.Sqrt(variance + _epsilon);
                float* h = GetCoefficients(sample, vector);
                h[0] = (float)mean;
                h[1] = (float)inverse;
                h[2] = (float)((h[0] - mean) * inverse);
                float* target = z + GetStart(Output.Layout, sample, vector);
                VectorNorm.Forward(x, _inputCells.Data, target, _outputCells.Data, _inputCells.Length, h, Scale, shift);
            }
        }

        if (_activation is not LinearActivation)
        {
            ForEachLine(first, end, isForward: true);
        }
    }

    private void BackwardSamples(int part, int first, int end)
    {
        if (_activation is not LinearActivation)
        {
            ForEachLine(first, end, isForward: false);
        }

        if (Input.Gradient is null)
        {
            return;
        }

        for (int sample = first; sample < end; sample++)
        {
            for (int vector = 0; vector < _vectorsPerSample; vector++)
            {
                long start = GetStart(Input.Layout, sample, vector);
                float* x = Input.Data + start;
                float* dx = Input.Gradient + start;
                float* dz = Output.Gradient + GetStart(Output.Layout, sample, vector);
                float* h = GetCoefficients(sample, vector);
                VectorNorm.AddUpSlopes(
                    x, _inputCells.Data, dz, _outputCells.Data, _inputCells.Length, h, Scale, out double sum, out double product);
                float a = (float)(-sum / _vectorLength);
                float b = (float)(-product / _vectorLength);
                VectorNorm.Backward(x, _inputCells.Data, dz, _outputCells.Data, _fullCells, h, Scale, a, b, _masks.Data, dx);
                VectorNorm.Backward(
                    x,
                    _inputCells.Data + _fullCells,
                    dz,
                    _outputCells.Data + _fullCells,
                    _inputCells.Length - _fullCells,
                    h,
                    Scale + (_fullCells * BlockSize),
                    a,
                    b,
                    _masks.Data + BlockSize,
                    dx);
            }
        }
    }

    // The activation of what the part has written, or its derivative, in place.
    private void ForEachLine(int first, int end, bool isForward)
    {
        float* z = _z is null ? Output.Data : _z.Data;
        (int samples, int pixels) = Output.Layout.IsRows ? (1, end - first) : (end - first, _walk.Pixels);
        for (int sample = first; sample < first + samples; sample++)
        {
            for (int stretch = 0; stretch < _walk.Blocks * _walk.Lines; stretch++)
            {
                (int block, int line) = Math.DivRem(stretch, _walk.Lines);
                long a = _walk.GetOffsets(sample, block, line).Second;
                if (isForward)
                {
                    ActivationStep.Forward(_activation, z + a, Output.Data + a, pixels, _walk.GetLanes(block));
                }
                else
                {
                    ActivationStep.Backward(
                        _activation, _activation.NeedsInput ? z + a : null, Output.Data + a, Output.Gradient + a, pixels);
                }
            }
        }
    }

    /// <summary>The gradients of scale and shift, some cells at a time, over all vectors in their order.</summary>
    private sealed class ColumnWork(LayerNormOperation owner) : ParallelWork
    {
        private const int CellsPerPart = 4;

        public void Run(WorkerPool pool) => pool.Run(this, (owner._inputCells.Length + CellsPerPart - 1) / CellsPerPart);

        public override void Run(int part)
        {
            double* sums = stackalloc double[2 * BlockSize];
            for (int cell = part * CellsPerPart; cell < Math.Min((part + 1) * CellsPerPart, owner._inputCells.Length); cell++)
            {
                new Span<double>(sums, 2 * BlockSize).Clear();
                AddCell(cell, sums);
                for (int lane = 0; lane < BlockSize; lane++)
                {
                    int place = (cell * BlockSize) + lane;
                    if (owner._shift is not null)
                    {
                        owner._shift.Gradient[place] = (float)sums[lane];
                    }

                    if (owner._scale is not null)
                    {
                        owner._scale.Gradient[place] = (float)sums[BlockSize + lane];
                    }
                }
            }
        }

        private void AddCell(int cell, double* sums)
        {
            Layout input = owner.Input.Layout;
            Layout output = owner.Output.Layout;
            float* x = owner.Input.Data + owner._inputCells.Data[cell];
            float* dz = owner.Output.Gradient + owner._outputCells.Data[cell];
            if (owner._isWhole || input.IsRows)
            {
                x += input.Origin;
                dz += output.Origin;
                VectorNorm.AddGradients(
                    x, input.SampleStride, dz, output.SampleStride, owner._coefficients.Data, owner.Rows, sums, sums + BlockSize);
                return;
            }

            for (int sample = 0; sample < owner.Rows; sample++)
            {
                for (int y = 0; y < input.Height; y++)
                {
                    int vector = y * input.Width;
                    VectorNorm.AddGradients(
                        x + owner.GetStart(input, sample, vector),
                        BlockSize,
                        dz + owner.GetStart(output, sample, vector),
                        BlockSize,
                        owner.GetCoefficients(sample, vector),
                        input.Width,
                        sums,
                        sums + BlockSize);
                }
            }
        }
    }
}
