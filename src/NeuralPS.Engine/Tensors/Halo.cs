namespace NeuralPS.Engine.Tensors;

/// <summary>Lines and pixels of zeros around an image.</summary>
/// <param name="Top">Lines above.</param>
/// <param name="Left">Pixels before each line.</param>
/// <param name="Bottom">Lines below.</param>
/// <param name="Right">Pixels after each line.</param>
internal readonly record struct Halo(int Top, int Left, int Bottom, int Right)
{
    /// <summary>The smallest halo that holds both.</summary>
    public Halo Union(Halo other) => new(
        Math.Max(Top, other.Top), Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));
}
