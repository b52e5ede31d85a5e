using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Optimizers;

/// <summary>
/// The step that Adam and AdamW share, t being its number: m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
/// w = w (1 - eta lambda) - eta / (1 - b1^t) m / (sqrt(v / (1 - b2^t)) + epsilon).
/// </summary>
internal readonly struct AdamRule : IUpdateRule
{
    private readonly float _beta1;
    private readonly float _share1;
    private readonly float _beta2;
    private readonly float _share2;
    private readonly float _epsilon;
    private readonly float _rate;
    private readonly float _rootCorrection;
    private readonly float _keep;

    /// <summary>Prepares a step; the bias corrections are computed in double precision.</summary>
    /// <param name="beta1">How fast the mean forgets.</param>
    /// <param name="beta2">How fast the mean of squares forgets.</param>
    /// <param name="epsilon">What keeps the division from zero.</param>
    /// <param name="decay">The decoupled weight decay lambda; 0 for none.</param>
    /// <param name="update">The step.</param>
    public AdamRule(double beta1, double beta2, double epsilon, double decay, in UpdateStep update)
    {
        _beta1 = (float)beta1;
        _share1 = (float)(1 - beta1);
        _beta2 = (float)beta2;
        _share2 = (float)(1 - beta2);
        _epsilon = (float)epsilon;
        _rate = (float)(update.LearningRate / (1 - update.MeanBias));
        _rootCorrection = (float)(1 / Math.Sqrt(1 - update.SquareBias));
        _keep = (float)(1 - (update.LearningRate * decay));
    }

    /// <inheritdoc/>
    public static int SlotCount => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref float w, float g, ref float mean, ref float square)
    {
        mean = UpdateLoop.Flush((_beta1 * mean) + (_share1 * g));
        square = UpdateLoop.Flush((_beta2 * square) + (_share2 * g * g));
        w = (w * _keep) - (_rate * mean / ((MathF.Sqrt(square) * _rootCorrection) + _epsilon));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref Vector<float> w, Vector<float> g, ref Vector<float> mean, ref Vector<float> square)
    {
        mean = UpdateLoop.Flush((_beta1 * mean) + (_share1 * g));
        square = UpdateLoop.Flush((_beta2 * square) + (_share2 * g * g));
        w = (w * _keep) - (_rate * mean / ((Vector.SquareRoot(square) * _rootCorrection) + new Vector<float>(_epsilon)));
    }
}
