using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Use;

/// <summary>Writes what one output of a network says into a row: Prediction, and for classes Confidence and probabilities.</summary>
internal sealed class OutputReading
{
    private readonly Eng.Networks.Interpretation _interpretation;
    private readonly int _first;
    private readonly int _length;
    private readonly string _prediction;
    private readonly string _confidence;
    private readonly string[] _probabilities;

    private OutputReading(Eng.Networks.Interpretation interpretation, int first, int length, string suffix, bool withProbabilities)
    {
        _interpretation = interpretation;
        _first = first;
        _length = length;
        _prediction = "Prediction" + suffix;
        _confidence = "Confidence" + suffix;
        _probabilities = withProbabilities && interpretation.IsClassification
            ? [.. interpretation.ClassNames.Select(name => $"Probability{suffix}_{name}")]
            : [];
    }

    /// <summary>True when the output stands for classes.</summary>
    public bool IsClassification => _interpretation.IsClassification;

    /// <summary>
    /// One for each output. The columns of the main one, which is the last, have no suffix; those of the others end in their names.
    /// </summary>
    /// <exception cref="Eng.EngineException"><c>NoClasses</c>: probabilities are wanted, and no output stands for classes.</exception>
    public static OutputReading[] List(Eng.Networks.Network network, bool withProbabilities)
    {
        var readings = new List<OutputReading>();
        int first = 0;
        for (int i = 0; i < network.Outputs.Length - 1; i++)
        {
            Eng.Networks.NetworkLayer output = network.Outputs[i];
            readings.Add(new OutputReading(
                new Eng.Networks.Interpretation(network, i), first, output.OutputShape.Length, "_" + output.Name, withProbabilities));
            first += output.OutputShape.Length;
        }

        readings.Add(new OutputReading(new Eng.Networks.Interpretation(network), first, network.OutputShape.Length, "", withProbabilities));
        return withProbabilities && readings.TrueForAll(reading => !reading.IsClassification)
            ? throw new Eng.EngineException(
                "NoClasses", $"Network '{network.Name}' predicts numbers, not classes: there are no probabilities. Leave -ClassProbability out.")
            : [.. readings];
    }

    /// <summary>True when prediction and confidence are all that there is to say.</summary>
    public bool IsPlain => _probabilities.Length == 0;

    /// <summary>Makes an object for an array, of an output that <see cref="IsPlain"/> and the only one.</summary>
    /// <param name="output">The values of the output.</param>
    /// <param name="index">The number of the row.</param>
    /// <param name="input">The array.</param>
    public object Create(Span<float> output, long index, object input)
    {
        (object prediction, double? confidence) = Read(output);
        return IsClassification ? new PredictedClass(index, input, prediction, confidence) : new PredictedRow(index, input, prediction);
    }

    /// <summary>Writes the columns.</summary>
    /// <param name="outputs">The values of all outputs.</param>
    /// <param name="row">The row.</param>
    public void Write(Span<float> outputs, PSObject row)
    {
        Span<float> output = outputs.Slice(_first, _length);
        (object prediction, double? confidence) = Read(output);
        row.Set(_prediction, prediction);
        if (!IsClassification)
        {
            return;
        }

        row.Set(_confidence, confidence);
        for (int index = 0; index < _probabilities.Length; index++)
        {
            row.Set(_probabilities[index], _interpretation.GetProbability(output, index));
        }
    }

    private (object Prediction, double? Confidence) Read(Span<float> output)
    {
        if (!IsClassification)
        {
            return (output.Length == 1 ? output[0] : output.ToArray(), null);
        }

        _interpretation.ToProbabilities(output);
        int predicted = _interpretation.Decide(output);
        double confidence = _interpretation.GetConfidence(output);
        return (
            predicted < _interpretation.ClassNames.Count ? _interpretation.ClassNames[predicted] : predicted,
            double.IsNaN(confidence) ? null : confidence);
    }
}
