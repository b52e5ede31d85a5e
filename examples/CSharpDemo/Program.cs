// The main job through the engine's own API, without PowerShell: draw digits, train a small convolutional network on them, look at
// what it learned, save it, load it again and predict.
//
//     dotnet run -c Release --project examples/CSharpDemo
using System.Diagnostics;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Synthesis;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Inspection;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;
using NeuralPS.Examples.CSharpDemo;

const int TrainingCount = 8_000;
const int TestCount = 2_000;
const ulong Seed = 1;
var watch = Stopwatch.StartNew();

// 1. Data: 10,000 drawn digits; the last 2,000 are kept back for the test.
Dataset digits = SyntheticDataset.Create(SyntheticKind.Digits, TrainingCount + TestCount, Seed);
int[] rows = [.. Enumerable.Range(0, digits.Count)];
Dataset train = digits.Select(rows.AsSpan(0, TrainingCount), "training digits");
Dataset test = digits.Select(rows.AsSpan(TrainingCount), "test digits");
Console.WriteLine($"{train}\n{test}\n");
Console.WriteLine(Drawing.Render(test, first: 0, count: 4));

// 2. A network: every Add returns a new one.
Network network = Network.Create(new Shape(28, 28, 1), "digits")
    .Add(new ConvLayer(16) { Activation = ReLUActivation.Instance })
    .Add(new PoolingLayer(PoolingKind.Max))
    .Add(new ConvLayer(32) { Activation = ReLUActivation.Instance })
    .Add(new PoolingLayer(PoolingKind.Max))
    .Add(new FlattenLayer())
    .Add(new DropoutLayer(0.25))
    .Add(new DenseLayer(10) { Activation = SoftmaxActivation.Instance });
Console.WriteLine(NetworkTable.Render(network));
Console.WriteLine();

// 3. Training, with a progress line that moves and a record of every epoch.
var options = new TrainingOptions
{
    Epochs = 4,
    BatchSize = 32,
    Optimizer = OptimizerCatalog.Create("Adam", learningRate: 0.002),
    Seed = Seed,
    ValidationDataset = test,
};
var progress = new TrainingProgress(options.Epochs);
TrainingOutcome outcome = Trainer.Train(
    network, train, options, new TrainingObserver { OnBatch = progress.ShowBatch, OnEpoch = progress.ShowEpoch });
Network trained = outcome.Network;

// 4. What it got right and wrong.
Console.WriteLine();
Console.WriteLine(TestReport.Render(trained, test));

// 5. Into a file and back: the network that was loaded predicts the same, to the bit.
bool isSame;
string path = Path.Combine(Path.GetTempPath(), $"digits-{Environment.ProcessId}.safetensors");
try
{
    NetworkFile.Write(trained, path, overwrite: true);
    Network loaded = NetworkFile.Read(path);
    Console.WriteLine($"Saved and loaded {path} ({NetworkTable.Bytes(new FileInfo(path).Length)}). Its predictions:");
    Console.WriteLine(TestReport.RenderPredictions(loaded, test, count: 5));
    isSame = TestReport.Predict(loaded, test).AsSpan().SequenceEqual(TestReport.Predict(trained, test));
}
finally
{
    File.Delete(path);
}

Console.WriteLine(isSame
    ? $"Done in {watch.Elapsed.TotalSeconds:0.0} s."
    : "The network that was loaded predicts differently from the one that was saved.");
return outcome.End == TrainingEnd.Completed && isSame ? 0 : 1;
