using NeuralPS.Engine.Data;

namespace NeuralPS.Engine.Networks;

/// <summary>What has to hold before a network meets data.</summary>
public static class NetworkChecks
{
    /// <summary>Throws unless every weight has a value.</summary>
    public static void RequireReady(Network network)
    {
        if (!network.IsInitialized)
        {
            throw new EngineException(
                "NotInitialized",
                $"Network '{network.Name}' has no weights yet. Train it (Invoke-Training), initialise it (Initialize-Network) or set them "
                + "(Set-NetworkWeight).");
        }
    }

    /// <summary>Throws unless samples of <paramref name="dataset"/> fit the input of <paramref name="network"/>.</summary>
    public static void RequireInput(Network network, Dataset dataset)
    {
        if (dataset.InputShape.Length != network.InputShape.Length)
        {
            throw new ShapeException(
                "InputShape",
                $"Data set '{dataset.Name}' has samples of shape {dataset.InputShape}, but network '{network.Name}' takes {network.InputShape}. "
                + $"Create the network with -InputShape {string.Join(", ", dataset.InputShape.Dimensions)}.");
        }
    }
}
