using System.Reflection;
using System.Runtime.Loader;

namespace NeuralPS.Loading;

/// <summary>
/// The private load context in which the engine, the sweeps and what they depend on live, all from the module's <c>lib</c> folder. Another module
/// may bring another version of the same dependency into the session: neither sees the other's.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private static readonly string[] OwnNames = ["NeuralPS.Engine", "NeuralPS.Sweeps"];

    // Statics are per process while a module is imported once per runspace: the context is made, and the hook set, exactly once.
    // Neither is ever undone. Networks outlive Remove-Module, and must go on finding the engine.
    private static readonly Lazy<EngineLoadContext> Shared = new(Install);

    private readonly string _libraryFolder;
    private readonly Version? _moduleVersion;

    private EngineLoadContext(string libraryFolder, Version? moduleVersion)
        : base("NeuralPS")
    {
        _libraryFolder = libraryFolder;
        _moduleVersion = moduleVersion;
    }

    /// <summary>Makes the engine findable from the default load context. Safe to call any number of times, from any thread.</summary>
    internal static void EnsureInstalled() => _ = Shared.Value;

    /// <summary>Loads from <c>lib</c> whatever is there, and leaves the rest (the runtime) to the default context.</summary>
    protected override Assembly? Load(AssemblyName assemblyName) => LoadFromLibrary(assemblyName.Name);

    private static EngineLoadContext Install()
    {
        Assembly module = typeof(EngineLoadContext).Assembly;
        string folder = Path.Combine(Path.GetDirectoryName(module.Location) ?? string.Empty, "lib");
        EngineLoadContext context = new(folder, module.GetName().Version);
        Default.Resolving += context.ResolveEngine;
        return context;
    }

    /// <summary>Answers for the engine and the sweeps of this module's own version, and for nothing else: the default context belongs to everyone.</summary>
    private Assembly? ResolveEngine(AssemblyLoadContext requester, AssemblyName assemblyName) =>
        OwnNames.Contains(assemblyName.Name, StringComparer.OrdinalIgnoreCase) && assemblyName.Version == _moduleVersion
            ? LoadFromLibrary(assemblyName.Name)
            : null;

    private Assembly? LoadFromLibrary(string? simpleName)
    {
        string path = Path.Combine(_libraryFolder, simpleName + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
