using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>A convolution in plain loops and double precision. Arrays are [row][y][x][channel] and [filter][ky][kx][channel].</summary>
internal sealed class ConvReference
{
    private readonly ConvLayer _layer;
    private readonly Shape _in;
    private readonly Shape _out;
    private readonly Window _window;
    private readonly int _rows;
    private readonly float[] _x;
    private readonly float[] _w;

    public ConvReference(ConvLayer layer, Shape input, int rows, float[] x, float[] w, float[]? b)
    {
        _layer = layer;
        _in = input;
        _out = layer.GetOutputShape(input);
        _window = layer.GetWindow(input);
        _rows = rows;
        _x = x;
        _w = w;
        Z = new double[rows * _out.Length];
        for (int i = 0; i < Z.Length; i++)
        {
            Z[i] = b is null ? 0 : b[i % _out[2]];
        }

        Visit((z, i, k) => Z[z] += (double)_x[i] * _w[k]);
        A = [.. Z.Select(layer.Activation.Evaluate)];
    }

    public double[] Z { get; }

    public double[] A { get; }

    public int Terms => _window.Height * _window.Width * _in[2] / _layer.Groups;

    public (double[] Input, double[] Weight, double[] Bias) Backward(float[] da)
    {
        var dx = new double[_x.Length];
        var dw = new double[_w.Length];
        var db = new double[_out[2]];
        var dz = new double[Z.Length];
        for (int i = 0; i < dz.Length; i++)
        {
            dz[i] = da[i] * _layer.Activation.Differentiate(Z[i]);
            db[i % _out[2]] += dz[i];
        }

        Visit((z, i, k) =>
        {
            dx[i] += dz[z] * _w[k];
            dw[k] += dz[z] * _x[i];
        });
        return (dx, dw, db);
    }

    // Calls back with the positions of output, input and weight of every product.
    private void Visit(Action<int, int, int> visit)
    {
        int channels = _in[2] / _layer.Groups;
        int filters = _out[2] / _layer.Groups;
        for (int n = 0; n < _rows; n++)
        {
            for (int y = 0; y < _out[0]; y++)
            {
                for (int x = 0; x < _out[1]; x++)
                {
                    for (int ky = 0; ky < _window.Height; ky++)
                    {
                        int iy = (y * _window.Stride) + (ky * _window.Dilation) - _window.Halo.Top;
                        for (int kx = 0; kx < _window.Width; kx++)
                        {
                            int ix = (x * _window.Stride) + (kx * _window.Dilation) - _window.Halo.Left;
                            if (iy < 0 || iy >= _in[0] || ix < 0 || ix >= _in[1])
                            {
                                continue;
                            }

                            for (int f = 0; f < _out[2]; f++)
                            {
                                int z = (((((n * _out[0]) + y) * _out[1]) + x) * _out[2]) + f;
                                int input = ((((n * _in[0]) + iy) * _in[1]) + ix) * _in[2] + (f / filters * channels);
                                int weight = ((((f * _window.Height) + ky) * _window.Width) + kx) * channels;
                                for (int c = 0; c < channels; c++)
                                {
                                    visit(z, input + c, weight + c);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
