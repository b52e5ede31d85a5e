using NeuralPS.Sweeps.Journals;

namespace NeuralPS.Sweeps.Tests.Journals;

/// <summary>A folder for one test, with the path of a journal in it.</summary>
internal sealed class TemporaryJournal : IDisposable
{
    public TemporaryJournal() => Folder = Directory.CreateTempSubdirectory("neuralps-journal-").FullName;

    public string Folder { get; }

    public string Path => System.IO.Path.Combine(Folder, "sweep.journal");

    public Journal Open() => Journal.Open(Path);

    public string[] Lines => File.ReadAllLines(Path);

    public void Dispose() => Directory.Delete(Folder, true);
}
