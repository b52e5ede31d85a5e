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

    /// <summary>Writes the columns.</summary>
    /// <param name="outputs">The values of all outputs.</param>
    /// <param name="row">The row.</param>
    public void Write(Span<float> outputs, PSObject row)
    {
        Span<float> output = outputs.Slice(_first, _length);
        if (!IsClassification)
        {
            row.Set(_prediction, output.Length == 1 ? output[0] : output.ToArray());
            return;
        }

        _interpretation.ToProbabilities(output);
        int predicted = _interpretation.Decide(output);
        double confidence = _interpretation.GetConfidence(output);
        row.Set(_prediction, predicted < _interpretation.ClassNames.Count ? _interpretation.ClassNames[predicted] : predicted);
        row.Set(_confidence, double.IsNaN(confidence) ? null : confidence);
        for (int index = 0; index < _probabilities.Length; index++)
        {
            row.Set(_probabilities[index], _interpretation.GetProbability(output, index));
        }
    }
}
