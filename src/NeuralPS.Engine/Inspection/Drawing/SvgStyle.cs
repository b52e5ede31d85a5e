using System.Text;

namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>
/// The colours and fonts of the picture, for light and dark surroundings. Plain colours and no CSS variables: not every program that
/// shows SVG knows those.
/// </summary>
internal static class SvgStyle
{
    private const string Fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

    /// <summary>The style sheet for pictures that have nodes of <paramref name="families"/>.</summary>
    public static string Create(IReadOnlyCollection<LayerFamily> families)
    {
        var css = new StringBuilder("\n");
        css.Append(".network text { font-family: ").Append(Fonts).Append("; }\n");
        css.Append(".network .title { font-size: 18px; font-weight: 600; }\n");
        css.Append(".network .totals, .network .key { font-size: 12px; }\n");
        css.Append(".network .name { font-size: 13px; font-weight: 600; }\n");
        css.Append(".network .line { font-size: 11.5px; }\n");
        css.Append(".network .times { font-size: 15px; font-weight: 600; }\n");
        css.Append(".network .edge { fill: none; stroke-width: 1.5px; }\n");
        css.Append(".network .box { stroke-width: 1px; fill-opacity: 0.1; stroke-opacity: 0.55; }\n");
        css.Append(".network .block { fill-opacity: 0.5; stroke-width: 1px; stroke-dasharray: 5 4; }\n");
        AppendColors(css, families, "", new Colors("#ffffff", "#0f172a", "#475569", "#94a3b8", "#f1f5f9"), family => family.Light);
        css.Append("@media (prefers-color-scheme: dark) {\n");
        AppendColors(css, families, "  ", new Colors("#0f172a", "#f1f5f9", "#b6c2d2", "#7c8ca3", "#1e293b"), family => family.Dark);
        css.Append("}\n");
        return css.ToString();
    }

    private static void AppendColors(
        StringBuilder css, IReadOnlyCollection<LayerFamily> families, string indent, Colors colors, Func<LayerFamily, string> colorOf)
    {
        void Rule(string selector, string declarations) => css.Append($"{indent}.network {selector} {{ {declarations} }}\n");
        Rule(".ground", $"fill: {colors.Ground};");
        Rule(".title, .network .name, .network .times", $"fill: {colors.Strong};");
        Rule(".totals, .network .key, .network .line", $"fill: {colors.Text};");
        Rule(".edge", $"stroke: {colors.Line};");
        Rule(".tip", $"fill: {colors.Line};");
        Rule(".block", $"fill: {colors.Block}; stroke: {colors.Line};");
        foreach (LayerFamily family in families)
        {
            Rule($".{family.Name} .box", $"fill: {colorOf(family)}; stroke: {colorOf(family)};");
            Rule($".{family.Name} .stripe", $"fill: {colorOf(family)};");
        }
    }

    private sealed record Colors(string Ground, string Strong, string Text, string Line, string Block);
}
