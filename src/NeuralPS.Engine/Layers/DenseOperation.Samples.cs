using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>The forward pass over samples that lie outside of the plan.</summary>
internal sealed unsafe partial class DenseOperation
{
    // Where the samples lie, while the forward pass reads them there.
    private float* _samples;

    // A second copy of the samples for the weight gradient of the other half of the panels: two threads that wrote one copy together would
    // fetch the lines of each other, twice a step. Null where there is nothing to share.
    private Workspace? _secondCopy;
    private int _copies = 1;

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

    private int CountCopies(WorkerPool pool)
    {
        bool isShared = PanelParts(Output.Layout) > 1 && WorkSharing.IsShared(pool, MultiplyAdds);
        return _samples is not null && _secondCopy is not null && isShared ? 2 : 1;
    }

    // For the weight gradient, which goes from sample to sample within a block of features. The rows are in the cache of whoever has just
    // read them: the parts that have read the same ones for one copy share the copying.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void KeepSamples(int part)
    {
        (int panelPart, int rowPart) = Math.DivRem(part, Parts(Rows, RowsPerPart));
        int panelParts = PanelParts(Output.Layout);
        int copy = panelPart * _copies / panelParts;
        int firstPart = ((copy * panelParts) + _copies - 1) / _copies;
        int parts = ((((copy + 1) * panelParts) + _copies - 1) / _copies) - firstPart;
        int first = rowPart * RowsPerPart;
        int rows = Math.Min(RowsPerPart, Rows - first);
        int row = first + Share(panelPart - firstPart, parts, rows);
        int end = first + Share(panelPart - firstPart + 1, parts, rows);
        float* kept = copy == 0 ? Input.Data : _secondCopy!.Data;
        LayoutConverter.StoreRows(_samples, Input.Samples!.Starts, kept, Input.Layout, row, end);
    }

    // The samples for the weight gradient of a panel.
    private float* GetKeptSamples(int panel) =>
        panel * _copies / Output.Layout.Blocks == 0 ? Input.Data : _secondCopy!.Data;
}
