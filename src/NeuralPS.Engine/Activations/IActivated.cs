namespace NeuralPS.Engine.Activations;

/// <summary>A layer description that ends in an activation.</summary>
public interface IActivated
{
    /// <summary>g, the activation.</summary>
    Activation Activation { get; }
}
