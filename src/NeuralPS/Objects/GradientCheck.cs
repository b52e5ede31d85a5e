namespace NeuralPS;

/// <summary>How well the gradient of one weight tensor agrees with difference quotients.</summary>
public sealed class GradientCheck
{
    internal GradientCheck(string tensor, int @checked, int kinks, double maximumError, double tolerance)
    {
        Tensor = tensor;
        Checked = @checked;
        Kinks = kinks;
        MaximumError = maximumError;
        Passed = maximumError <= tolerance;
    }

    /// <summary>The tensor, such as dense1.weight.</summary>
    public string Tensor { get; }

    /// <summary>Weights that were compared.</summary>
    public int Checked { get; }

    /// <summary>Weights that were left out, since the loss has a kink (as of ReLU) within reach.</summary>
    public int Kinks { get; }

    /// <summary>The largest relative difference.</summary>
    public double MaximumError { get; }

    /// <summary>True when the largest difference is within the tolerance.</summary>
    public bool Passed { get; }
}
