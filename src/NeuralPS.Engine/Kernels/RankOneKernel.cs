using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// A <see cref="BlockProduct"/> whose sum has a single term, such as the weight gradient of one sample: every element is touched
/// once, so it runs along the memory of C as fast as that can be read and written.
/// </summary>
internal static unsafe class RankOneKernel
{
    /// <summary>Computes <paramref name="rows"/> rows and <paramref name="panels"/> panels of <paramref name="product"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes>(BlockProduct* product, int firstRow, int rows, int firstPanel, int panels)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        float* a = product->A + product->ASegments[0];
        int* aRows = product->ARows;
        int* cRows = product->CRows;
        bool accumulate = product->Accumulate;
        bool rectify = product->Rectify;
        for (int panel = firstPanel; panel < firstPanel + panels; panel++)
        {
            for (int lane = 0; lane < 16; lane += TLanes.Width)
            {
                float* c = product->C + (panel * product->CPanelStride) + lane;
                TVector b = TLanes.Load(product->B + (panel * product->BPanelStride) + product->BSegments[0] + lane);
                TVector start = product->Bias == null ? TLanes.Zero : TLanes.Load(product->Bias + (panel * 16) + lane);
                for (int row = firstRow; row < firstRow + rows; row++)
                {
                    float* target = c + cRows[row];
                    TVector x = TLanes.MultiplyAdd(TLanes.Repeat(a + aRows[row]), b, accumulate ? TLanes.Load(target) : start);
                    TLanes.Store(rectify ? TLanes.Rectify(x) : x, target);
                }
            }
        }
    }
}
