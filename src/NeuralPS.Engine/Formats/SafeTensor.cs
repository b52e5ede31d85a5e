namespace NeuralPS.Engine.Formats;

/// <summary>A named array of a safetensors file.</summary>
/// <param name="Name">The name, unique in its file.</param>
/// <param name="Dimensions">The sizes, outermost first: none for a single number, at most 8.</param>
/// <param name="Data">The elements, last dimension fastest; as many as the product of the dimensions.</param>
public sealed record SafeTensor(string Name, int[] Dimensions, float[] Data);
