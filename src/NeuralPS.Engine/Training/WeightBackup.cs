using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training;

/// <summary>
/// Weights and optimizer's state as the last epoch left them, packed as they are in the plan: where nobody looks at the network between
/// epochs, a copy of memory is enough to go back to.
/// </summary>
internal sealed unsafe class WeightBackup(Plan plan, WeightUpdate update)
{
    private readonly float[][] _weights = [.. plan.Parameters.Select(parameter => new float[parameter.PackedLength])];
    private readonly float[][] _slots = [.. update.Slots.Select(slot => new float[slot.Length])];
    private long _updates;

    /// <summary>Copies what is in the plan.</summary>
    /// <param name="updates">The updates so far.</param>
    public void Take(long updates)
    {
        _updates = updates;
        for (int p = 0; p < _weights.Length; p++)
        {
            InPlan(p).CopyTo(_weights[p]);
        }

        for (int i = 0; i < _slots.Length; i++)
        {
            update.Slots[i].CopyTo(_slots[i], 0);
        }
    }

    /// <summary>Puts it back into the plan. <see cref="Plan.OnParametersChanged"/> has to follow where the plan is used again.</summary>
    /// <returns>The updates until then.</returns>
    public long Restore()
    {
        for (int p = 0; p < _weights.Length; p++)
        {
            _weights[p].CopyTo(InPlan(p));
        }

        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i].CopyTo(update.Slots[i], 0);
        }

        return _updates;
    }

    private Span<float> InPlan(int p)
    {
        Parameter parameter = plan.Parameters[p];
        return new Span<float>(parameter.Data, parameter.PackedLength);
    }
}
