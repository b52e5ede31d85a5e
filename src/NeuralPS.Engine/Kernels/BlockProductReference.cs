namespace NeuralPS.Engine.Kernels;

/// <summary>The readable form of <see cref="BlockProduct"/>, which specifies the vector kernels bit by bit.</summary>
internal static unsafe class BlockProductReference
{
    /// <summary>Computes rows and panels of <paramref name="product"/> one element at a time.</summary>
    public static void Run(in BlockProduct product, int firstRow, int rows, int firstPanel, int panels)
    {
        for (int panel = firstPanel; panel < firstPanel + panels; panel++)
        {
            for (int row = firstRow; row < firstRow + rows; row++)
            {
                for (int lane = 0; lane < 16; lane++)
                {
                    RunElement(product, row, panel, lane);
                }
            }
        }
    }

    private static void RunElement(in BlockProduct product, int row, int panel, int lane)
    {
        float* c = product.C + product.CRows[row] + (panel * product.CPanelStride) + lane;
        float sum = product.Accumulate ? *c : product.Bias != null ? product.Bias[(panel * 16) + lane] : 0;
        for (int segment = 0; segment < product.SegmentCount; segment++)
        {
            float* a = product.A + product.ARows[row] + product.ASegments[segment];
            float* b = product.B + (panel * product.BPanelStride) + product.BSegments[segment] + lane;
            for (int k = 0; k < product.Inner; k++)
            {
                sum = MathF.FusedMultiplyAdd(a[k * product.AStep], b[k * 16], sum);
            }
        }

        *c = product.Rectify ? MathF.Max(0, sum) : sum;
    }
}
