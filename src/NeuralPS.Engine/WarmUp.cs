using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Presets;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine;

/// <summary>
/// Trains two small networks for a moment, a dense and a convolutional one, and forgets them. What most trainings share is compiled then,
/// which takes a good hundred milliseconds, and the first of them need not wait for it. Changes no result.
/// </summary>
public static class WarmUp
{
    private const int Samples = 64;
    private const int Side = 12;
    private const int Classes = 10;

    /// <summary>Does it, on this thread.</summary>
    /// <param name="cancellation">Ends it early: what is not compiled by then is compiled when it is needed.</param>
    public static void Run(CancellationToken cancellation = default)
    {
        var values = new float[Samples * Side * Side];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i % 7 / 7f;
        }

        int[] labels = [.. Enumerable.Range(0, Samples).Select(i => i % Classes)];
        var data = new Dataset("warm-up", new FloatRows(values, new Shape(Side, Side, 1)), labels);
        Network input = Network.Create(data.InputShape);
        Train(input.Flatten().DenseReLU(64).Dense(32, TanhActivation.Instance).Softmax(Classes), data, cancellation);
        Train(input.Conv(32, 3).MaxPool(2, 2).Flatten().Softmax(Classes), data, cancellation);
    }

    private static void Train(Network network, Dataset data, CancellationToken cancellation)
    {
        if (!cancellation.IsCancellationRequested)
        {
            var options = new TrainingOptions { Epochs = 2, ValidationDataset = data, Penalty = new Penalty(0, 1e-6) };
            Trainer.Train(network, data, options, cancellation: cancellation);
        }
    }
}
