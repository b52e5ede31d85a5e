using System.Globalization;
using NeuralPS.Engine.Training;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Examples.CSharpDemo;

/// <summary>Prints a line for each epoch and, on a screen, one that moves within the epoch.</summary>
internal sealed class TrainingProgress(int epochs)
{
    private const int BarWidth = 30;

    private readonly bool _isScreen = !Console.IsOutputRedirected;
    private long _shownAt;

    /// <summary>Moves the progress line, at most twenty times a second.</summary>
    public void ShowBatch(BatchProgress batch)
    {
        long now = Environment.TickCount64;
        if (!_isScreen || (now - _shownAt < 50 && batch.Batch < batch.Batches))
        {
            return;
        }

        _shownAt = now;
        int done = BarWidth * batch.Batch / batch.Batches;
        string bar = new string('#', done) + new string('.', BarWidth - done);
        Console.Write(string.Create(
            CultureInfo.InvariantCulture, $"\rEpoch {batch.Epoch,2}/{epochs} [{bar}] loss {batch.MeanLoss:0.0000}"));
    }

    /// <summary>Prints the record of an epoch, over the progress line.</summary>
    public void ShowEpoch(EpochRecord epoch)
    {
        if (epoch.Epoch == 1)
        {
            WriteLine("Epoch     Loss  Accuracy  ValidationLoss  ValidationAccuracy  SamplesPerSecond");
        }

        double accuracy = epoch.Metrics.First(metric => metric.Key == "Accuracy").Value;
        double validation = epoch.ValidationMetrics.First(metric => metric.Key == "Accuracy").Value;
        WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{epoch.Epoch,5}  {epoch.Loss,7:0.0000}  {accuracy,8:P2}  {epoch.ValidationLoss,14:0.0000}  {validation,18:P2}"
            + $"  {epoch.SamplesPerSecond,16:N0}"));
    }

    private void WriteLine(string text) => Console.WriteLine(_isScreen ? "\r" + text.PadRight(BarWidth + 40) : text);
}
