using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace NeuralPS.Benchmarks;

/// <summary>The command lines and environments of the peers' scripts, which stand in the folder peers.</summary>
internal static class PeerCommand
{
    private static readonly string[] OpenMPVariables = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"];

    /// <summary>PyTorch and scikit-learn.</summary>
    /// <param name="python">The Python that has them.</param>
    /// <param name="setting">How they run.</param>
    public static ProcessStartInfo ForPython(string python, PeerSetting setting)
    {
        ProcessStartInfo start = Create(python, "peers.py", setting);
        PrepareForPython(start, setting);
        return start;
    }

    /// <summary>Optuna, which sweeps over networks of another library.</summary>
    /// <param name="python">The Python that has both.</param>
    /// <param name="setting">How they run.</param>
    /// <param name="library">What optuna_peer.py calls the library.</param>
    public static ProcessStartInfo ForOptuna(string python, PeerSetting setting, string library)
    {
        ProcessStartInfo start = Create(python, "optuna_peer.py", setting);
        start.ArgumentList.Add(setting.Jobs.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(setting.Processes.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(library);
        PrepareForPython(start, setting);
        return start;
    }

    /// <summary>ONNX Runtime.</summary>
    /// <param name="folder">The folder in which npm installed onnxruntime-node; null to look where NODE_PATH points.</param>
    /// <param name="setting">How it runs.</param>
    public static ProcessStartInfo ForNode(string? folder, PeerSetting setting)
    {
        ProcessStartInfo start = Create("node", "onnx_peer.js", setting);
        if (folder is not null)
        {
            string modules = Path.Combine(Path.GetFullPath(folder), "node_modules");
            start.Environment["NODE_PATH"] = start.Environment.TryGetValue("NODE_PATH", out string? path) && !string.IsNullOrEmpty(path)
                ? modules + Path.PathSeparator + path
                : modules;
        }

        return start;
    }

    private static void PrepareForPython(ProcessStartInfo start, PeerSetting setting)
    {
        foreach (string variable in OpenMPVariables)
        {
            start.Environment[variable] = setting.Threads.ToString(CultureInfo.InvariantCulture);
        }

        // An OpenBLAS that does not know a new processor falls back on kernels of 2004, at a quarter of the speed. The peer is to
        // do its best: these are the kernels for the vectors that there are. What the user says goes first.
        string? core = Avx512F.IsSupported ? "SkylakeX" : Avx2.IsSupported ? "Haswell" : null;
        if (core is not null)
        {
            start.Environment.TryAdd("OPENBLAS_CORETYPE", core);
        }

        start.Environment.Remove("OMP_WAIT_POLICY");
        if (setting.IsPassive)
        {
            start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        }
    }

    private static ProcessStartInfo Create(string program, string script, PeerSetting setting)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "peers", script));
        start.ArgumentList.Add(setting.Threads.ToString(CultureInfo.InvariantCulture));
        return start;
    }
}
