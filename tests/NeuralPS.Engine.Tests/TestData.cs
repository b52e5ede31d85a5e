namespace NeuralPS.Engine.Tests;

/// <summary>Finds the real data sets: NEURALPS_DATA, or shared/data beside the repository or above it.</summary>
public static class TestData
{
    private static readonly Lazy<string?> _folder = new(Find);

    public static string? Folder => _folder.Value;

    public static string PathOf(string file) => Path.Combine(
        Folder ?? throw new InvalidOperationException("There is no folder of real data."), file.Replace('/', Path.DirectorySeparatorChar));

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("NEURALPS_DATA");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}

/// <summary>A test that needs real data; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (TestData.Folder is null)
        {
            Skip = "Real data not found: set NEURALPS_DATA to its folder, or put it into shared/data beside the repository.";
        }
    }
}
