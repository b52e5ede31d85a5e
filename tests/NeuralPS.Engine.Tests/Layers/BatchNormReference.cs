using NeuralPS.Engine.Layers;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>Batch normalisation in double precision, as its definition reads; running statistics start at 0.</summary>
internal sealed record BatchNormReference(
    double[] Output, double[] InputGradient, double[] ScaleGradient, double[] ShiftGradient, double[] Mean)
{
    /// <summary>Forwards and backwards in training, channels fastest.</summary>
    public static BatchNormReference Run(BatchNormLayer layer, float[] x, float[] gradient, float[] scale, float[] shift)
    {
        int channels = scale.Length;
        int count = x.Length / channels;
        var result = new BatchNormReference(
            new double[x.Length], new double[x.Length], new double[channels], new double[channels], new double[channels]);
        for (int c = 0; c < channels; c++)
        {
            int[] places = [.. Enumerable.Range(0, count).Select(i => (i * channels) + c)];
            double mean = places.Average(i => (double)x[i]);
            double deviation = Math.Sqrt(places.Average(i => (x[i] - mean) * (x[i] - mean)) + layer.Epsilon);
            double gamma = layer.UseScale ? scale[c] : 1;
            double beta = layer.UseShift ? shift[c] : 0;
            var normalised = places.ToDictionary(i => i, i => (x[i] - mean) / deviation);
            var slope = new Dictionary<int, double>();
            foreach (int i in places)
            {
                double z = (gamma * normalised[i]) + beta;
                result.Output[i] = layer.Activation.Evaluate(z);
                slope[i] = gradient[i] * layer.Activation.Differentiate(z);
            }

            result.ShiftGradient[c] = places.Sum(i => slope[i]);
            result.ScaleGradient[c] = places.Sum(i => slope[i] * normalised[i]);
            result.Mean[c] = (1 - layer.Momentum) * mean;
            foreach (int i in places)
            {
                result.InputGradient[i] = gamma / deviation
                    * (slope[i] - (result.ShiftGradient[c] / count) - (normalised[i] * result.ScaleGradient[c] / count));
            }
        }

        return result;
    }
}
