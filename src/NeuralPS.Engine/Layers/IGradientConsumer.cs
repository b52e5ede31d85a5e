namespace NeuralPS.Engine.Layers;

/// <summary>
/// Takes the gradients of weights piece by piece as the backward pass finishes them, while they are in the cache: an optimizer
/// that gets them so needs neither to write nor to read them again.
/// </summary>
internal interface IGradientConsumer
{
    /// <summary>Takes a piece; several threads may hand over different pieces at once.</summary>
    /// <param name="parameter">A parameter with <see cref="Parameter.IsStreamed"/>, which nobody reads any more in this step.</param>
    /// <param name="start">Where the piece starts in the packed parameter.</param>
    /// <param name="gradient">Its gradient, which may be destroyed.</param>
    void Consume(Parameter parameter, int start, Span<float> gradient);

    /// <summary>
    /// The learning rate where all that <see cref="Consume"/> would do is w -= rate * gradient; else 0. An operation may then
    /// add the product itself to the weights.
    /// </summary>
    float GetPlainRate(Parameter parameter);
}
