using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>
/// Compiles one layer and gives it memory, as a plan would. Arrays go in and come out row-major: [row][feature], or
/// [row][y][x][channel]. Disposing checks that nothing was written outside.
/// </summary>
internal sealed unsafe class OperationHarness : IDisposable
{
    private readonly List<GuardedMemory> _memories = [];
    private readonly WorkerPool _pool;

    /// <summary>Compiles <paramref name="layer"/> for samples of <paramref name="inputShape"/>.</summary>
    public OperationHarness(
        Layer layer,
        Shape inputShape,
        int batch,
        int threads = 1,
        bool isTraining = true,
        bool needsInputGradient = true,
        Activation? activationOverride = null,
        Layout? input = null,
        Layout? output = null,
        Halo extraInputHalo = default,
        Halo outputHalo = default,
        bool differentiatesRectifier = false,
        (int Height, int Width)? gradientExtent = null)
    {
        Shape outputShape = layer.GetOutputShape(inputShape);
        Input = new Value(input ?? DefaultLayout(inputShape, batch, layer.GetInputHalo(inputShape).Union(extraInputHalo)), inputShape);
        Output = new Value(output ?? DefaultLayout(outputShape, batch, outputHalo), outputShape);
        var context = new CompileContext
        {
            Inputs = [Input],
            Output = Output,
            IsTraining = isTraining,
            NeedsInputGradient = isTraining && needsInputGradient,
            LayerIndex = 1,
            ActivationOverride = activationOverride,
            DifferentiatesRectifier = differentiatesRectifier,
            GradientExtent = gradientExtent ?? (Output.Layout.Height, Output.Layout.Width),
        };
        Operation = layer.Compile(context);
        Input.Data = Allocate(Input.Layout.Length);
        Output.Data = Allocate(Output.Layout.Length);
        if (isTraining)
        {
            Output.Gradient = Allocate(Output.Layout.Length);
            Input.Gradient = needsInputGradient ? Allocate(Input.Layout.Length) : null;
        }

        foreach (Workspace workspace in context.Workspaces)
        {
            workspace.Data = Allocate(workspace.Length);
        }

        foreach (Parameter parameter in Operation.Parameters)
        {
            parameter.Data = Allocate(parameter.PackedLength);
            parameter.Gradient = isTraining ? Allocate(parameter.PackedLength) : null;
        }

        _pool = new WorkerPool(threads);
    }

    public Operation Operation { get; }

    public Value Input { get; }

    public Value Output { get; }

    public Step StepOf(int rows, bool isTraining = true) => new() { Rows = rows, IsTraining = isTraining, Pool = _pool, Seed = 1, Epoch = 1 };

    public void Forward(int rows, bool isTraining = true) => Operation.Forward(StepOf(rows, isTraining));

    public void Backward(int rows) => Operation.Backward(StepOf(rows));

    /// <summary>Writes the parameter whose name ends in <paramref name="role"/>.</summary>
    public void SetParameter(string role, ReadOnlySpan<float> logical)
    {
        Parameter parameter = Find(role);
        Assert.Equal(parameter.Shape.Length, logical.Length);
        parameter.Pack(logical, parameter.Data);
        Operation.OnParametersChanged(StepOf(Input.Layout.Batch));
    }

    public float[] GetParameter(string role)
    {
        Parameter parameter = Find(role);
        var logical = new float[parameter.Shape.Length];
        parameter.Unpack(parameter.Data, logical);
        return logical;
    }

    public float[] GetParameterGradient(string role)
    {
        Parameter parameter = Find(role);
        var logical = new float[parameter.Shape.Length];
        parameter.Unpack(parameter.Gradient, logical);
        return logical;
    }

    public void SetInput(ReadOnlySpan<float> logical) => Scatter(logical, Input, Input.Data);

    public void SetOutputGradient(ReadOnlySpan<float> logical) => Scatter(logical, Output, Output.Gradient);

    public void SetInputGradient(ReadOnlySpan<float> logical) => Scatter(logical, Input, Input.Gradient);

    public float[] GetOutput(int rows) => Gather(Output, Output.Data, rows);

    public float[] GetOutputGradient(int rows) => Gather(Output, Output.Gradient, rows);

    public float[] GetInputGradient(int rows) => Gather(Input, Input.Gradient, rows);

    /// <summary>Checks that unused lanes and halos are zero in values, gradients and parameters.</summary>
    public void AssertPaddingIsZero()
    {
        AssertPaddingIsZero(Input, Input.Data);
        AssertPaddingIsZero(Output, Output.Data);
        AssertPaddingIsZero(Output, Output.Gradient);
        AssertPaddingIsZero(Input, Input.Gradient);
        foreach (Parameter parameter in Operation.Parameters)
        {
            if (parameter.Gradient is null)
            {
                continue;
            }

            var rest = new float[parameter.PackedLength];
            new ReadOnlySpan<float>(parameter.Gradient, rest.Length).CopyTo(rest);
            fixed (float* data = rest)
            {
                parameter.Pack(new float[parameter.Shape.Length], data);
            }

            Assert.True(Array.TrueForAll(rest, x => x == 0), $"The gradient of {parameter.Name} has values beside its elements.");
        }
    }

    public void Dispose()
    {
        _pool.Dispose();
        foreach (GuardedMemory memory in _memories)
        {
            memory.AssertIntact();
            memory.Dispose();
        }
    }

    private static Layout DefaultLayout(Shape shape, int batch, Halo halo) => shape.Rank > 1
        ? Layout.ForImages(batch, shape.Height, shape.Width, shape.Channels, halo)
        : Layout.ForRows(batch, shape.Length);

    private static void Scatter(ReadOnlySpan<float> logical, Value value, float* data)
    {
        int i = 0;
        int rows = logical.Length / value.Shape.Length;
        Layout layout = value.Layout;
        for (int n = 0; n < rows; n++)
        {
            for (int y = 0; y < layout.Height; y++)
            {
                for (int x = 0; x < layout.Width; x++)
                {
                    for (int c = 0; c < layout.Channels; c++)
                    {
                        data[layout.IndexOf(n, y, x, c)] = logical[i++];
                    }
                }
            }
        }
    }

    private static float[] Gather(Value value, float* data, int rows)
    {
        var logical = new float[rows * value.Shape.Length];
        int i = 0;
        Layout layout = value.Layout;
        for (int n = 0; n < rows; n++)
        {
            for (int y = 0; y < layout.Height; y++)
            {
                for (int x = 0; x < layout.Width; x++)
                {
                    for (int c = 0; c < layout.Channels; c++)
                    {
                        logical[i++] = data[layout.IndexOf(n, y, x, c)];
                    }
                }
            }
        }

        return logical;
    }

    private static void AssertPaddingIsZero(Value value, float* data)
    {
        if (data is null)
        {
            return;
        }

        var rest = new GuardedMemory(value.Layout.Length);
        new ReadOnlySpan<float>(data, (int)rest.Length).CopyTo(rest.Span);
        Scatter(new float[value.Layout.Batch * value.Shape.Length], value, rest.Data);
        Assert.Equal(-1, rest.Span.IndexOfAnyExcept(0f));
        rest.Dispose();
    }

    private float* Allocate(long length)
    {
        var memory = new GuardedMemory(length);
        _memories.Add(memory);
        return memory.Data;
    }

    private Parameter Find(string role) => Operation.Parameters.Single(p => p.Name.EndsWith("." + role, StringComparison.Ordinal));
}
