namespace NeuralPS.Engine.Layers;

/// <summary>
/// What is added to the loss where the units of a layer are active too often or too seldom:
/// beta sum_j [rho ln(rho / rhohat_j) + (1 - rho) ln((1 - rho) / (1 - rhohat_j))], the Kullback-Leibler divergence of the mean
/// activation rhohat_j of unit j over the batch from the wanted one, rho.
/// </summary>
/// <param name="Rho">The wanted mean activation rho, above 0 and below 1.</param>
/// <param name="Beta">The factor beta, at least 0; 0 for no penalty.</param>
public readonly record struct SparsityPenalty(double Rho, double Beta)
{
    // As the losses do with probabilities: at 0 and 1 the divergence is infinite.
    private const double LeastMean = 1e-7;

    /// <summary>True when nothing is added.</summary>
    public bool IsNone => Beta == 0;

    /// <summary>The divergence of a unit whose mean activation is <paramref name="mean"/>, times beta.</summary>
    public double Evaluate(double mean)
    {
        double rhohat = Clip(mean);
        return Beta * ((Rho * Math.Log(Rho / rhohat)) + ((1 - Rho) * Math.Log((1 - Rho) / (1 - rhohat))));
    }

    /// <summary>The derivative of <see cref="Evaluate"/> by the mean: beta (-rho / rhohat + (1 - rho) / (1 - rhohat)).</summary>
    public double Differentiate(double mean)
    {
        double rhohat = Clip(mean);
        return Beta * ((-Rho / rhohat) + ((1 - Rho) / (1 - rhohat)));
    }

    /// <summary>Checks the settings.</summary>
    /// <param name="layer">The layer, for messages.</param>
    /// <param name="activation">The layer's activation.</param>
    /// <exception cref="EngineException"><c>SparsityOutOfRange</c>, <c>SparsityNeedsSigmoid</c>.</exception>
    internal void Validate(string layer, Activations.Activation activation)
    {
        if (IsNone)
        {
            return;
        }

        if (!(Rho > 0) || !(Rho < 1) || !(Beta > 0) || double.IsInfinity(Beta))
        {
            throw new EngineException(
                "SparsityOutOfRange",
                FormattableString.Invariant($"Layer '{layer}' has the sparsity {Rho} with the weight {Beta}; the sparsity, a mean activation, must be ")
                + "above 0 and below 1, and its weight a finite number of at least 0.");
        }

        if (activation is not Activations.SigmoidActivation)
        {
            throw new EngineException(
                "SparsityNeedsSigmoid",
                $"Layer '{layer}' has a sparsity penalty and the activation {activation.Name}. The penalty takes mean activations for "
                + "probabilities, which must stay between 0 and 1: give the layer the activation Sigmoid (-Activation Sigmoid).");
        }
    }

    private static double Clip(double mean) => Math.Clamp(mean, LeastMean, 1 - LeastMean);
}
