using NeuralPS.Engine.Data.Readers;

namespace NeuralPS.Engine.Tests.Data.Readers;

/// <summary>Reading that is ended before its time.</summary>
public sealed class CancelledReadingTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".csv");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Reading_ends_when_it_is_cancelled()
    {
        File.WriteAllText(_path, "a,b,y\n1,2,x\n3,4,z\n");
        using var source = new CancellationTokenSource();
        Assert.Equal(2, DatasetReader.Read(_path, new ReadOptions { Cancellation = source.Token }).Count);

        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => DatasetReader.Read(_path, new ReadOptions { Cancellation = source.Token }));
    }
}
