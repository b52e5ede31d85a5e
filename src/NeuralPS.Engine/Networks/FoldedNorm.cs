using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// A batch normalisation that a plan for prediction leaves out: with f = scale / sqrt(variance + epsilon) of each channel, the layer
/// before it computes f (W x + b - mean) + shift by itself, with the weights f W and the bias f (b - mean) + shift.
/// </summary>
/// <param name="Target">The name of the layer before, whose weights have a row for each channel.</param>
/// <param name="Norm">The normalisation, under the name that its tensors have in the whole network.</param>
internal sealed record FoldedNorm(string Target, BatchNormLayer Norm)
{
    /// <summary>The layer that does the work of both; null for one that cannot.</summary>
    public static Layer? FindTarget(Layer layer) => layer switch
    {
        DenseLayer dense => dense with { UseBias = true },
        ConvLayer conv => conv with { UseBias = true },
        ConvTransposeLayer conv => conv with { UseBias = true },
        _ => null,
    };

    /// <summary>The weights with those of the layer before replaced; they have a bias then in any case.</summary>
    public NetworkWeights Apply(NetworkWeights weights)
    {
        float[] mean = weights[$"{Norm.Name}.mean"].Data;
        float[] variance = weights[$"{Norm.Name}.variance"].Data;
        float[]? scale = Norm.UseScale ? weights[$"{Norm.Name}.scale"].Data : null;
        float[]? shift = Norm.UseShift ? weights[$"{Norm.Name}.shift"].Data : null;
        Tensor weight = weights[$"{Target}.weight"];
        float[]? bias = weights.TryGet($"{Target}.bias", out Tensor? found) ? found.Data : null;
        var newWeight = new Tensor(weight.Shape);
        var newBias = new Tensor(new Shape(mean.Length));
        int row = weight.Data.Length / mean.Length;
        for (int channel = 0; channel < mean.Length; channel++)
        {
            double factor = (scale?[channel] ?? 1) / Math.Sqrt(variance[channel] + Norm.Epsilon);
            newBias.Data[channel] = (float)((((bias?[channel] ?? 0.0) - mean[channel]) * factor) + (shift?[channel] ?? 0));
            for (int i = channel * row; i < (channel + 1) * row; i++)
            {
                newWeight.Data[i] = (float)(weight.Data[i] * factor);
            }
        }

        return weights.With($"{Target}.weight", newWeight).With($"{Target}.bias", newBias);
    }
}
