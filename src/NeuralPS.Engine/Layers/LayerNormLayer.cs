using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Layer normalisation (Ba, Kiros, Hinton 2016): a = g(scale (x - mean) / sqrt(variance + epsilon) + shift), with mean and variance of
/// each sample by itself, in training as in prediction: over the features of a flat row and over the channels of each pixel, as in
/// Keras, with a scale and a shift for each feature or channel. For whole samples over all elements of an image, with a scale and a
/// shift for each element, as in PyTorch with the shape of the sample. The variance is divided by the number of values. The shape stays.
/// </summary>
public sealed record LayerNormLayer : Layer, IActivated
{
    /// <summary>True to normalise over all elements of a sample; false over its features, or the channels of each pixel.</summary>
    public bool IsWholeSample { get; init; }

    /// <summary>What is added to the variance before the root.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>False for a layer without scale (gamma; 1 instead).</summary>
    public bool UseScale { get; init; } = true;

    /// <summary>False for a layer without shift (beta; 0 instead).</summary>
    public bool UseShift { get; init; } = true;

    /// <summary>g, the activation.</summary>
    public Activation Activation { get; init; } = LinearActivation.Instance;

    /// <inheritdoc/>
    public override string Kind => "layernorm";

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            string rest = NormSettings.Summarise(UseScale, UseShift, Activation);
            return !IsWholeSample ? rest : rest.Length == 0 ? "whole sample" : $"whole sample, {rest}";
        }
    }

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> GetParameters(Shape input) =>
        NormSettings.GetParameters(IsWholeSample ? input : new Shape(input[input.Rank - 1]), UseScale, UseShift);

    /// <inheritdoc/>
    internal override void Validate() => NormSettings.ValidateEpsilon(Epsilon, "Layer", Name);

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new LayerNormOperation(this, context);
}
