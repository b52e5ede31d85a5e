using System.Management.Automation;

namespace NeuralPS.Commands.Use;

/// <summary>Get-Prediction: what a network says of rows that come down the pipeline, or of a data set.</summary>
[Cmdlet(VerbsCommon.Get, "Prediction")]
[OutputType(typeof(PredictedClass))]
[OutputType(typeof(PredictedRow))]
[OutputType("NeuralPS.Prediction")]
[OutputType(typeof(float[]))]
public sealed class GetPredictionCommand : NeuralCommand
{
    private PredictionBatch? _batch;

    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The trained network.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The rows.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, HelpMessage = "Rows: objects with the training data's columns, arrays of numbers, or a data set.")]
    [ValidateNotNull]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Adds the probabilities of all classes.</summary>
    [Parameter(HelpMessage = "Adds a column for each class with its probability.")]
    public SwitchParameter ClassProbability { get; set; }

    /// <summary>Writes the output vectors.</summary>
    [Parameter(HelpMessage = "Writes the output vectors as they are, instead of rows.")]
    public SwitchParameter Raw { get; set; }

    /// <summary>The threads.</summary>
    [Parameter(HelpMessage = "The most threads to use. Without it as many as the process may use. The result does not depend on it.")]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        _batch = Try(Network, () => new PredictionBatch(Network.Value, ThrottleLimit, ClassProbability, Raw));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object value = InputObject.BaseObject;
        if (value is Dataset dataset)
        {
            Flush();
            PredictAll(dataset);
            return;
        }

        TryOne(InputObject, () =>
        {
            try
            {
                _batch!.Add(InputObject);
            }
            catch (ArgumentTransformationMetadataException e)
            {
                throw new Engine.DataException("RowNotNumeric", $"Row {_batch!.RowNumber}: {e.Message}", e);
            }
        });
        if (_batch!.IsFull)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Flush();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _batch?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void PredictAll(Dataset dataset)
    {
        Try(dataset, () => Engine.Networks.NetworkChecks.RequireInput(Network.Value, dataset.Value));
        WarnOfOtherConversion(Network, dataset, withTargets: false);
        int row = 0;
        while (row < dataset.Count && !Cancellation.IsCancellationRequested)
        {
            // Rows that are kept on disk may not be there any more.
            row = Try(dataset, () => Fill(dataset, row));
            if (_batch!.IsFull)
            {
                Flush();
            }
        }

        Flush();
    }

    // Adds rows until the batch is full; returns the next row.
    private int Fill(Dataset dataset, int row)
    {
        do
        {
            _batch!.Add(dataset, row++);
        }
        while (row < dataset.Count && !_batch.IsFull);
        return row;
    }

    private void Flush()
    {
        foreach (object result in _batch!.Predict())
        {
            WriteObject(result, enumerateCollection: false);
        }
    }
}
