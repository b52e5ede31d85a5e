namespace NeuralPS.Engine.Inspection.Charts;

/// <summary>The points of one line of a chart, in the order in which they are joined; points that are not finite interrupt it.</summary>
/// <param name="Name">What the line shows; the legend names it where there are several.</param>
/// <param name="X">Horizontal places, above 0 on a logarithmic axis.</param>
/// <param name="Y">Vertical places, as many.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>A place on the horizontal axis to point out: a dotted line up, and a line of text below.</summary>
/// <param name="X">The place.</param>
/// <param name="Label">What is there.</param>
public sealed record ChartMark(double X, string Label);
