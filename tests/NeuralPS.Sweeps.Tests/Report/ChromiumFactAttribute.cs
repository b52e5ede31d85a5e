namespace NeuralPS.Sweeps.Tests.Report;

/// <summary>A test that looks at a page in headless Chromium; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = "Neither chromium, chromium-browser nor google-chrome is on the search path.";
        }
    }
}
