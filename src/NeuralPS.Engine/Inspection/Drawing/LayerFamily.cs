using System.Collections.Immutable;

namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>Kinds of layers that are drawn in the same colour.</summary>
/// <param name="Name">The name, for the legend and as a CSS class.</param>
/// <param name="Title">What the legend says.</param>
/// <param name="TerminalColor">The colour in a terminal, by the name that PowerShell's <c>$PSStyle.Foreground</c> has for it.</param>
/// <param name="Light">Colour of the stripe and, thinned, of the box on light ground: <c>#rrggbb</c>.</param>
/// <param name="Dark">The same on dark ground.</param>
internal sealed record LayerFamily(string Name, string Title, string TerminalColor, string Light, string Dark)
{
    private static readonly LayerFamily Other = new("other", "other", "White", "#64748b", "#94a3b8");

    private static readonly (LayerFamily Family, string[] Kinds)[] Table =
    [
        (new("input", "input", "BrightBlack", "#475569", "#cbd5e1"), ["input"]),
        (new("dense", "dense", "BrightBlue", "#2563eb", "#60a5fa"), ["dense"]),
        (new("conv", "convolution", "BrightGreen", "#15803d", "#4ade80"), ["conv", "convtranspose"]),
        (new("pooling", "pooling", "Cyan", "#0e7490", "#22d3ee"), ["pooling", "upsampling"]),
        (new("norm", "normalisation", "BrightMagenta", "#7e22ce", "#c084fc"), ["batchnorm", "layernorm", "lrn"]),
        (new("activation", "activation", "BrightYellow", "#b45309", "#fbbf24"), ["activation"]),
        (new("noise", "dropout, noise", "Magenta", "#be185d", "#f472b6"), ["dropout", "noise"]),
        (new("shape", "shape", "White", "#57534e", "#a8a29e"), ["flatten", "reshape", "padding", "cropping"]),
        (new("merge", "merge", "BrightRed", "#b91c1c", "#f87171"), ["merge"]),
        (new("network", "network", "BrightCyan", "#4338ca", "#a5b4fc"), ["network"]),
    ];

    /// <summary>All families, in the order of the legend.</summary>
    public static ImmutableArray<LayerFamily> All { get; } = [.. Table.Select(row => row.Family), Other];

    /// <summary>The family of a kind of layer.</summary>
    public static LayerFamily Of(string kind)
    {
        foreach ((LayerFamily family, string[] kinds) in Table)
        {
            if (kinds.Contains(kind, StringComparer.OrdinalIgnoreCase))
            {
                return family;
            }
        }

        return Other;
    }
}
