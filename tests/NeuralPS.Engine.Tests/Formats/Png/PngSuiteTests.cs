using System.Text.Json;
using NeuralPS.Engine.Formats.Png;

namespace NeuralPS.Engine.Tests.Formats.Png;

/// <summary>Every file of PngSuite decodes to its expected pixels, or is refused if it is broken.</summary>
public class PngSuiteTests
{
    [DataFact]
    public void Every_valid_file_decodes_to_its_expected_pixels()
    {
        int compared = 0;
        string[] files = [.. Files().Where(path => Path.GetFileName(path)[0] != 'x')];
        Assert.True(files.Length > 100);
        foreach (string path in files)
        {
            string expectedPath = Path.Combine(
                Path.GetDirectoryName(path)!, "expected-rgba", Path.GetFileNameWithoutExtension(path) + ".json");
            PngImage image = PngDecoder.Decode(File.ReadAllBytes(path), path);
            if (!File.Exists(expectedPath))
            {
                continue;
            }

            compared++;
            int[] expected = JsonSerializer.Deserialize<int[]>(File.ReadAllText(expectedPath))!;
            Assert.True(expected.AsSpan().SequenceEqual(ToRgba(image)), path);
        }

        // Not every file comes with its pixels.
        Assert.Equal(86, compared);
    }

    [DataFact]
    public void Every_broken_file_is_refused_by_name()
    {
        string[] files = [.. Files().Where(path => Path.GetFileName(path)[0] == 'x')];
        Assert.Equal(14, files.Length);
        foreach (string path in files)
        {
            var e = Assert.Throws<FileFormatException>(() => PngDecoder.Decode(File.ReadAllBytes(path), path));
            Assert.Contains(path, e.Message, StringComparison.Ordinal);
        }
    }

    [DataFact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        foreach (string path in Files().Where(path => Path.GetFileName(path).StartsWith("bas", StringComparison.Ordinal)))
        {
            byte[] bytes = File.ReadAllBytes(path);
            for (int length = 0; length < bytes.Length; length += 7)
            {
                Assert.Throws<FileFormatException>(() => PngDecoder.Decode(bytes.AsSpan(0, length), path));
            }
        }
    }

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(TestData.PathOf("images/pngsuite"), "*.png");

    private static int[] ToRgba(PngImage image)
    {
        int[] rgba = new int[4 * image.Width * image.Height];
        for (int pixel = 0; pixel < rgba.Length / 4; pixel++)
        {
            int source = pixel * image.Channels;
            for (int i = 0; i < 3; i++)
            {
                rgba[(4 * pixel) + i] = image.GetSample(source + (image.IsGray ? 0 : i));
            }

            rgba[(4 * pixel) + 3] = image.HasAlpha ? image.GetSample(source + image.Channels - 1) : image.Maximum;
        }

        return rgba;
    }
}
