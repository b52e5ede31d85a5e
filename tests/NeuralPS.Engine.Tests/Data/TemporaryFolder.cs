using System.IO.Compression;
using System.Text;

namespace NeuralPS.Engine.Tests.Data;

/// <summary>A folder that is gone when the test is over.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neuralps-");

    public string Path => _folder.FullName;

    public string Write(string name, byte[] content)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, name.EndsWith(".gz", StringComparison.Ordinal) ? Compress(content) : content);
        return path;
    }

    public string WriteRaw(string name, byte[] content)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
