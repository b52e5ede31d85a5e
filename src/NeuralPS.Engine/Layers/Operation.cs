using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// One step of a compiled network: it reads its input values and writes its output value, and backwards the other way round.
/// Forward and backward stand in one file; both allocate nothing. What runs for every batch is compiled fully at its first call: the
/// runtime would otherwise run it unoptimised, and then instrumented, for as long as a process such as PowerShell keeps calling new methods.
/// </summary>
internal abstract class Operation(CompileContext context)
{
    /// <summary>What the operation reads first, and for most alone.</summary>
    public Value Input { get; } = context.Input;

    /// <summary>What the operation writes.</summary>
    public Value Output { get; } = context.Output;

    /// <summary>The weights it owns; empty for most.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>True when it has weights that an optimizer trains.</summary>
    public bool Learns => Parameters.Any(parameter => parameter.IsTrainable);

    /// <summary>The penalty on mean activations that its backward pass adds; null for most.</summary>
    public virtual SparsityTerm? Sparsity => null;

    /// <summary>Computes <see cref="Output"/> from <see cref="Input"/> for the first <see cref="Step.Rows"/> samples.</summary>
    public abstract void Forward(in Step step);

    /// <summary>
    /// From the output's gradient computes the gradients of the parameters (overwriting them, or handing streamed ones to
    /// <see cref="Step.Consumer"/>) and, unless <c>Input.Gradient</c> is null, of the input (overwriting it). The gradient of the
    /// output may be destroyed.
    /// </summary>
    public abstract void Backward(in Step step);

    /// <summary>Brings the weights up to date where a step waits to be taken together with the next forward pass.</summary>
    public virtual void Settle(WorkerPool pool)
    {
    }

    /// <summary>Refreshes what is derived from the weights, such as transposed copies; called after every change of them.</summary>
    public virtual void OnParametersChanged(in Step step)
    {
    }
}
