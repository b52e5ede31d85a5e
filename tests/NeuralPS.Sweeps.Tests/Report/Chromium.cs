using System.Diagnostics;

namespace NeuralPS.Sweeps.Tests.Report;

/// <summary>Runs pages in headless Chromium.</summary>
internal static class Chromium
{
    public static string? Path { get; } = (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(System.IO.Path.PathSeparator)
        from name in (string[])["chromium", "chromium-browser", "google-chrome", "chromium.exe", "chrome.exe"]
        let path = System.IO.Path.Combine(folder, name)
        where File.Exists(path)
        select path).FirstOrDefault();

    /// <summary>Loads a page from a file.</summary>
    /// <param name="page">The page.</param>
    /// <param name="script">What to do there when it has drawn itself; its result becomes the text of the element <c>result</c>.</param>
    /// <param name="options">More options of the browser.</param>
    /// <returns>The document at the end, and what the page wrote to the console.</returns>
    public static (string Document, string Console) Load(string page, string script = "''", params string[] options)
    {
        string folder = Directory.CreateTempSubdirectory("neuralps-page-").FullName;
        try
        {
            string file = System.IO.Path.Combine(folder, "page.html");
            string added = "<script>setTimeout(() => { const made = document.createElement('pre'); made.id = 'result'; "
                + $"try {{ made.textContent = (() => {{ return {script}; }})(); }} catch (e) {{ console.error(String(e)); }} "
                + "document.body.append(made); }, 300)</script></body>";
            File.WriteAllText(file, page.Replace("</body>", added, StringComparison.Ordinal));
            ProcessStartInfo start = new(Path!) { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,1000", "--virtual-time-budget=5000", "--enable-logging=stderr",
                $"--user-data-dir={System.IO.Path.Combine(folder, "profile")}", .. options, "--dump-dom", new Uri(file).AbsoluteUri,
            ];
            Array.ForEach(arguments, start.ArgumentList.Add);
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string document = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (document, string.Join('\n', errors.Result.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))));
        }
        finally
        {
            // The browser's helpers may still write for a moment.
            for (int i = 0; i < 20 && Directory.Exists(folder); i++)
            {
                try
                {
                    Directory.Delete(folder, recursive: true);
                }
                catch (IOException)
                {
                    Thread.Sleep(100);
                }
            }
        }
    }
}
