using System.Collections;
using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Use;

/// <summary>Gathers rows, predicts them together, and gives them back with what the network says.</summary>
internal sealed class PredictionBatch : IDisposable
{
    private readonly Eng.Networks.Predictor _predictor;
    private readonly OutputReading[] _outputReadings;
    private readonly bool _isRaw;
    private readonly Eng.Data.DataSchema? _schema;
    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private readonly object[] _rows;
    private readonly long[] _indices;
    private readonly bool _isPlain;
    private int _count;

    /// <summary>Prepares a network.</summary>
    public PredictionBatch(Eng.Networks.Network network, int threads, bool withProbabilities, bool isRaw)
    {
        _predictor = new Eng.Networks.Predictor(network, threads: threads);
        _outputReadings = OutputReading.List(network, withProbabilities);
        _schema = network.Schema;
        _isRaw = isRaw;
        _isPlain = _outputReadings is [{ IsPlain: true }];
        _rows = new object[_predictor.Batch];
        _indices = new long[_predictor.Batch];
        _inputs = new float[_predictor.Batch * _predictor.InputLength];
        _outputs = new float[_predictor.Batch * _predictor.OutputLength];
    }

    /// <summary>The number of the latest row, from 1; rows that were refused count, too.</summary>
    public long RowNumber { get; private set; }

    /// <summary>True when <see cref="Predict"/> is due.</summary>
    public bool IsFull => _count == _predictor.Batch;

    /// <summary>Takes a row of a data set, which is encoded already.</summary>
    public void Add(Dataset dataset, int row)
    {
        RowNumber++;
        dataset.Value.Inputs.CopyRow(row, NextInput());
        PSObject result = Record.Create("NeuralPS.Prediction");
        result.Add("Index", row);
        if (GetLabel(dataset, row) is { } label)
        {
            result.Add("Label", label);
        }

        Take(result);
    }

    /// <summary>Takes a row as people have it: an object with columns, or an array of numbers.</summary>
    /// <exception cref="Engine.EngineException">Columns are missing, or values are no numbers.</exception>
    public void Add(PSObject row)
    {
        RowNumber++;
        Span<float> input = NextInput();
        if (row.BaseObject is float[] floats && floats.Length == input.Length)
        {
            floats.CopyTo(input);
            PrepareArray(input);
            TakeArray(floats);
        }
        else if (row.BaseObject is IList or ValueType)
        {
            NestedArray values = NestedArray.From(row.BaseObject);
            if (values.Data.Length != input.Length)
            {
                throw new Eng.ShapeException(
                    "RowLength",
                    $"Row {RowNumber} has {values.Data.Length} value(s), but the network takes {DescribeInput()} ({input.Length} values). "
                    + "PowerShell unrolls arrays in the pipeline: write (, $row) | Get-Prediction for a single array.");
            }

            values.Data.CopyTo(input);
            PrepareArray(input);
            TakeArray(row.BaseObject);
        }
        else
        {
            if (_schema is not { Columns.Count: > 0 })
            {
                throw new Eng.DataException(
                    "NoColumns",
                    $"Row {RowNumber} is an object with columns, but the network was not trained with columns. Give arrays of {input.Length} numbers.");
            }

            PSObject columns = row.BaseObject is IDictionary dictionary ? ToRecord(dictionary) : row;
            EncodeColumns(_schema, columns, input);
            Take(columns);
        }
    }

    /// <summary>Predicts the rows gathered so far.</summary>
    public IEnumerable<object> Predict()
    {
        int count = _count;
        _count = 0;
        if (count == 0)
        {
            yield break;
        }

        _predictor.Predict(_inputs.AsSpan(0, count * _predictor.InputLength), _outputs.AsSpan(0, count * _predictor.OutputLength));
        for (int row = 0; row < count; row++)
        {
            yield return Finish(row);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();

    // What comes out of a hashtable is a record: the keys with the prediction beside them.
    private static PSObject ToRecord(IDictionary dictionary)
    {
        var record = new PSObject();
        foreach (DictionaryEntry entry in dictionary)
        {
            record.Set(entry.Key.ToString()!, entry.Value);
        }

        return record;
    }

    private void EncodeColumns(Eng.Data.DataSchema schema, PSObject row, Span<float> input)
    {
        try
        {
            schema.Encode(name => NestedArray.Unwrap(row.Properties[name]?.Value), input);
        }
        catch (Eng.DataException e)
        {
            throw new Eng.DataException(e.ErrorId, $"Row {RowNumber}: {e.Message}", e);
        }
    }

    // Predictions come back in the units that targets had before they were converted: so do the targets beside them.
    private static object? GetLabel(Dataset dataset, int row)
    {
        if (dataset.Value.Targets is not { } targets || dataset.Value.HasLabels)
        {
            return dataset.GetLabel(row);
        }

        var values = new float[targets.RowShape.Length];
        targets.CopyRow(row, values);
        dataset.Value.Schema?.InverseTarget(values);
        return values.Length == 1 ? values[0] : values;
    }

    private void PrepareArray(Span<float> input)
    {
        for (int i = 0; i < input.Length; i++)
        {
            if (!float.IsFinite(input[i]))
            {
                throw new Eng.DataException(
                    "ValueNotFinite", FormattableString.Invariant($"Row {RowNumber}: Value {i + 1} is {input[i]}; only finite numbers can be used."));
            }
        }

        _schema?.ApplyTransforms(input);
    }

    private object Finish(int row)
    {
        Span<float> output = _outputs.AsSpan(row * _predictor.OutputLength, _predictor.OutputLength);
        if (_isRaw)
        {
            return output.ToArray();
        }

        if (_schema is { TargetTransforms.Count: > 0 } && Array.Exists(_outputReadings, reading => !reading.IsClassification))
        {
            _schema.InverseTarget(output);
        }

        if (_rows[row] is not PSObject result)
        {
            return _outputReadings[0].Create(output, _indices[row], _rows[row]);
        }

        foreach (OutputReading reading in _outputReadings)
        {
            reading.Write(output, result);
        }

        return result;
    }

    private string DescribeInput() => string.Join(" and ", _predictor.Network.Inputs.Select(input => input.Shape));

    private Span<float> NextInput() => _inputs.AsSpan(_count * _predictor.InputLength, _predictor.InputLength);

    // Rows of numbers come in large numbers: where nothing is added later, they wait as they are.
    private void TakeArray(object input)
    {
        if (_isPlain)
        {
            _indices[_count] = RowNumber - 1;
            Take(input);
            return;
        }

        PSObject result = Record.Create("NeuralPS.Prediction");
        result.Add("Index", RowNumber - 1);
        result.Add("Input", input);
        Take(result);
    }

    private void Take(object row)
    {
        _rows[_count] = row;
        _count++;
    }
}
