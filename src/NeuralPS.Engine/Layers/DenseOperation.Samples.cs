using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>The forward pass over samples that lie outside of the plan.</summary>
internal sealed unsafe partial class DenseOperation
{
    // Where the samples lie, while the forward pass reads them there.
    private float* _samples;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private BlockProduct ChooseForward()
    {
        BlockProduct product = _samples is null ? _tables.Forward : _tables.ForwardOutside;
        product.A = Input.Data;
        if (_samples is not null)
        {
            product.A = _samples;
            product.ARows = Input.Samples!.Starts;
        }

        return product;
    }

    // For the weight gradient, which goes from sample to sample within a block of features. The rows are in the cache of whoever has just
    // read them: the parts that have read the same ones share the copying.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void KeepSamples(int part)
    {
        (int panelPart, int rowPart) = Math.DivRem(part, Parts(Rows, RowsPerPart));
        int panelParts = PanelParts(Output.Layout);
        int first = rowPart * RowsPerPart;
        int rows = Math.Min(RowsPerPart, Rows - first);
        int end = first + Share(panelPart + 1, panelParts, rows);
        for (int row = first + Share(panelPart, panelParts, rows); row < end; row++)
        {
            var sample = new ReadOnlySpan<float>(_samples + Input.Samples!.Starts[row], Input.Layout.Channels);
            LayoutConverter.Store(sample, Input.Data, Input.Layout, row);
        }
    }
}
