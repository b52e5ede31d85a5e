using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>
/// A transposed convolution in plain loops and double precision: every pixel adds the kernel to the output. Arrays are
/// [row][y][x][channel] and [filter][ky][kx][channel].
/// </summary>
internal sealed class ConvTransposeReference
{
    private readonly ConvTransposeLayer _layer;
    private readonly Shape _in;
    private readonly Shape _out;
    private readonly int _rows;
    private readonly float[] _x;
    private readonly float[] _w;

    public ConvTransposeReference(ConvTransposeLayer layer, Shape input, int rows, float[] x, float[] w, float[]? b)
    {
        _layer = layer;
        _in = input;
        _out = layer.GetOutputShape(input);
        _rows = rows;
        _x = x;
        _w = w;
        Z = new double[rows * _out.Length];
        for (int i = 0; i < Z.Length; i++)
        {
            Z[i] = b is null ? 0 : b[i % layer.Filters];
        }

        Visit((z, i, k) => Z[z] += (double)_x[i] * _w[k]);
        A = [.. Z.Select(layer.Activation.Evaluate)];
    }

    public double[] Z { get; }

    public double[] A { get; }

    public (double[] Input, double[] Weight, double[] Bias) Backward(float[] da)
    {
        var dx = new double[_x.Length];
        var dw = new double[_w.Length];
        var db = new double[_layer.Filters];
        var dz = new double[Z.Length];
        for (int i = 0; i < dz.Length; i++)
        {
            dz[i] = da[i] * _layer.Activation.Differentiate(Z[i]);
            db[i % db.Length] += dz[i];
        }

        Visit((z, i, k) =>
        {
            dx[i] += dz[z] * _w[k];
            dw[k] += dz[z] * _x[i];
        });
        return (dx, dw, db);
    }

    // What is cut off before the first line: as much as the convolution from the output to the input pads there.
    private int Before(int kernel)
    {
        int reach = ((kernel - 1) * _layer.Dilation) + 1;
        return _layer.Padding.Kind switch
        {
            PaddingKind.Same => Math.Max(reach - _layer.Stride, 0) / 2,
            PaddingKind.Explicit => _layer.Padding.Size,
            _ => 0,
        };
    }

    // Calls back with the positions of output, input and weight of every product.
    private void Visit(Action<int, int, int> visit)
    {
        int kernelHeight = _in.IsSequence ? 1 : _layer.KernelHeight;
        int top = _in.IsSequence ? 0 : Before(kernelHeight);
        int left = Before(_layer.KernelWidth);
        int channels = _in.Channels / _layer.Groups;
        int filters = _layer.Filters / _layer.Groups;
        for (int place = 0; place < _rows * _in.Height * _in.Width; place++)
        {
            (int n, int iy, int ix) = (place / _in.Width / _in.Height, place / _in.Width % _in.Height, place % _in.Width);
            for (int tap = 0; tap < kernelHeight * _layer.KernelWidth; tap++)
            {
                int oy = (iy * _layer.Stride) + (tap / _layer.KernelWidth * _layer.Dilation) - top;
                int ox = (ix * _layer.Stride) + (tap % _layer.KernelWidth * _layer.Dilation) - left;
                if (oy < 0 || oy >= _out.Height || ox < 0 || ox >= _out.Width)
                {
                    continue;
                }

                for (int f = 0; f < _layer.Filters; f++)
                {
                    int z = (((((n * _out.Height) + oy) * _out.Width) + ox) * _layer.Filters) + f;
                    int input = (place * _in.Channels) + (f / filters * channels);
                    int weight = ((f * kernelHeight * _layer.KernelWidth) + tap) * channels;
                    for (int c = 0; c < channels; c++)
                    {
                        visit(z, input + c, weight + c);
                    }
                }
            }
        }
    }
}
