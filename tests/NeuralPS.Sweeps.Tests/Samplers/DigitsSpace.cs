using System.Globalization;
using System.Runtime.CompilerServices;

namespace NeuralPS.Sweeps.Tests.Samplers;

/// <summary>
/// The tuning of a network for the digits of UCI: its validation loss, from those of 2,240 trainings that tests/fixtures/digits-space/generate.ps1
/// ran; between two learning rates on a straight line over the logarithm.
/// </summary>
internal static class DigitsSpace
{
    private const int Depths = 4;
    private const int Dropouts = 7;
    private const int Widths = 4;
    private const int Rates = 10;

    private static readonly Lazy<double[]> Losses = new(() =>
        [.. File.ReadLines(FindFile()).Select(line => double.Parse(line, CultureInfo.InvariantCulture))]);

    public static double Compute(IReadOnlyDictionary<string, double> p)
    {
        int row = (((((int)p["activation"] * Depths) + (int)p["depth"] - 1) * Dropouts) + (int)Math.Round(p["dropout"] * 10)) * Widths;
        int first = (row + (int)p["units"]) * Rates;
        double place = (Math.Log10(p["rate"]) + 4) / 3 * (Rates - 1);
        int step = Math.Clamp((int)place, 0, Rates - 2);
        double[] losses = Losses.Value;
        return losses[first + step] + ((place - step) * (losses[first + step + 1] - losses[first + step]));
    }

    private static string FindFile([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "fixtures", "digits-space", "losses.txt");
}
