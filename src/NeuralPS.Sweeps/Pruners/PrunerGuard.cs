using System.Globalization;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>The checks of options that pruners share, and their messages.</summary>
internal static class PrunerGuard
{
    public static int AtLeast(int value, int minimum, string pruner, string option) =>
        value >= minimum ? value : throw Bad($"{option} of the pruner {pruner} is {value}. It must be at least {minimum}.");

    public static double Between(double value, double minimum, double maximum, string pruner, string option) =>
        value >= minimum && value <= maximum
            ? value
            : throw Bad($"{option} of the pruner {pruner} is {Text(value)}. It must be from {Text(minimum)} to {Text(maximum)}.");

    public static SweepException Missing(string pruner, string option, string needed) =>
        Bad($"{option} of the pruner {pruner} needs {needed}: without, nothing can be stopped before a trial is complete.");

    public static SweepException Bad(string message) => new("BadPrunerOption", message);

    public static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
