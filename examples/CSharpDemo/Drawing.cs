using System.Text;
using NeuralPS.Engine.Data;

namespace NeuralPS.Examples.CSharpDemo;

/// <summary>Shows grey images as text.</summary>
internal static class Drawing
{
    // From black to white, in steps that look alike on a dark screen.
    private const string Shades = "  .:-=+*#%@";

    /// <summary>Renders some images of a data set side by side, two of their lines to one of text.</summary>
    public static string Render(Dataset images, int first, int count)
    {
        (int height, int width) = (images.InputShape[0], images.InputShape[1]);
        float[][] pixels = new float[count][];
        for (int i = 0; i < count; i++)
        {
            pixels[i] = new float[height * width];
            images.Inputs.CopyRow(first + i, pixels[i]);
        }

        var text = new StringBuilder();
        for (int y = 0; y + 1 < height; y += 2)
        {
            var line = new StringBuilder();
            foreach (float[] image in pixels)
            {
                for (int x = 0; x < width; x++)
                {
                    float value = (image[(y * width) + x] + image[((y + 1) * width) + x]) / 2;
                    line.Append(Shades[(int)(value * (Shades.Length - 1))]);
                }
            }

            text.AppendLine(line.ToString().TrimEnd());
        }

        return text.ToString();
    }
}
