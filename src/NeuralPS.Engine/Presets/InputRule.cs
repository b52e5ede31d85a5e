using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>Which input shapes an architecture takes.</summary>
/// <param name="Description">The rule in words: "images of ..., such as 32, 32, 3".</param>
/// <param name="Allows">True for the shapes that it takes.</param>
internal sealed record InputRule(string Description, Func<Shape, bool> Allows)
{
    /// <summary>Flat samples of any number of features.</summary>
    public static InputRule Flat { get; } = new("flat samples of any number of features", shape => shape.Rank == 1);

    /// <summary>Flat samples or images, which are flattened.</summary>
    public static InputRule FlatOrImage { get; } = new(
        "flat samples of any number of features, and images (height, width, channels), which it flattens",
        shape => shape.Rank is 1 or 3);

    /// <summary>One shape and no other.</summary>
    public static InputRule Only(params int[] dimensions)
    {
        var only = new Shape(dimensions);
        return new($"nothing but {(only.Length == 1 ? "single numbers" : $"samples of shape {only}")}", only.Equals);
    }

    /// <summary>Images of any size from a smallest one on, with any number of channels.</summary>
    public static InputRule Images(int smallest) => new(
        $"images (height, width, channels) of at least {smallest}x{smallest} with any number of channels",
        shape => shape.IsImage && shape[0] >= smallest && shape[1] >= smallest);

    /// <summary>Square images of some sizes, with any number of channels.</summary>
    public static InputRule Sizes(params int[] sizes) => new(
        $"images of {string.Join(" or ", sizes.Select(size => $"{size}x{size}"))} with any number of channels",
        shape => shape.IsImage && shape[0] == shape[1] && sizes.Contains(shape[0]));

    /// <summary>Images whose height and width are multiples of a number, with any number of channels.</summary>
    public static InputRule MultiplesOf(int factor) => new(
        $"images whose height and width are multiples of {factor}, with any number of channels",
        shape => shape.IsImage && shape[0] % factor == 0 && shape[1] % factor == 0);
}
