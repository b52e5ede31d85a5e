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

    // The same in all lanes: spread anew for every vector they would take up the unit that the sums need.
    private readonly Vector<float> _beta1s;
    private readonly Vector<float> _share1s;
    private readonly Vector<float> _beta2s;
    private readonly Vector<float> _share2s;
    private readonly Vector<float> _epsilons;
    private readonly Vector<float> _rates;
    private readonly Vector<float> _rootCorrections;
    private readonly Vector<float> _keeps;

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
        _beta1s = Vector.Create(_beta1);
        _share1s = Vector.Create(_share1);
        _beta2s = Vector.Create(_beta2);
        _share2s = Vector.Create(_share2);
        _epsilons = Vector.Create(_epsilon);
        _rates = Vector.Create(_rate);
        _rootCorrections = Vector.Create(_rootCorrection);
        _keeps = Vector.Create(_keep);
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
        mean = UpdateLoop.Flush((_beta1s * mean) + (_share1s * g));
        square = UpdateLoop.Flush((_beta2s * square) + (_share2s * g * g));
        w = (w * _keeps) - (_rates * mean / ((Vector.SquareRoot(square) * _rootCorrections) + _epsilons));
    }
}
