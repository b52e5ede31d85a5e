using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;

namespace NeuralPS.Engine.Networks;

/// <summary>What the outputs of a network mean: a class with its confidence, or numbers.</summary>
public sealed class Interpretation
{
    private readonly Activation? _toProbabilities;
    private readonly TargetEncoding _encoding;

    /// <summary>Decides by what the network was trained for; an untrained one names classes when it ends in softmax.</summary>
    /// <param name="network">The network.</param>
    /// <param name="output">The number of the output; null for the main one.</param>
    public Interpretation(Network network, int? output = null)
    {
        int index = output ?? network.Outputs.Length - 1;
        Layer? layer = index < 0 ? null : network.Outputs[index].Layer;
        int length = index < 0 ? network.InputShape.Length : network.Outputs[index].OutputShape.Length;
        bool hasNames = network.ClassNames is { } names && names.Count == (length == 1 ? 2 : length);
        IsClassification = (network.ClassNames is not null && (network.Outputs.Length <= 1 || hasNames)) || LossHead.LastActivation(layer) is SoftmaxActivation;
        ClassNames = network.ClassNames is not null && (network.Outputs.Length <= 1 || hasNames)
            ? network.ClassNames
            : [.. Enumerable.Range(0, length).Select(number => number.ToString())];
        if (network.Losses is { } losses)
        {
            Loss loss = losses.Losses.Count == 1 ? losses.Losses[0] : losses.Losses[index];
            _encoding = loss.Encoding;
            LossHead head = LossHead.Resolve(layer, loss);
            _toProbabilities = head.Strips ? null : head.Activation;
        }
    }

    /// <summary>True when outputs stand for classes.</summary>
    public bool IsClassification { get; }

    /// <summary>The names of the classes; their numbers where the network knows no names.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Turns logits into probabilities where the network ends before its softmax or sigmoid; else leaves them.</summary>
    public void ToProbabilities(Span<float> output) => _toProbabilities?.Forward(output, output);

    /// <summary>The class that probabilities stand for.</summary>
    public int Decide(ReadOnlySpan<float> output) => ClassDecision.Decide(output, _encoding);

    /// <summary>The probability of the decided class; NaN for outputs that are not probabilities.</summary>
    public double GetConfidence(ReadOnlySpan<float> output)
    {
        if (_encoding == TargetEncoding.Signed)
        {
            return double.NaN;
        }

        return output.Length > 1 ? output[Decide(output)] : Math.Max(output[0], 1 - output[0]);
    }

    /// <summary>The probability of class <paramref name="index"/>; NaN for outputs that are not probabilities.</summary>
    public double GetProbability(ReadOnlySpan<float> output, int index) =>
        _encoding == TargetEncoding.Signed ? double.NaN
        : output.Length > 1 ? output[index]
        : index == 1 ? output[0] : 1 - output[0];
}
