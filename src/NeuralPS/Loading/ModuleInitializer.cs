using System.Management.Automation;

namespace NeuralPS.Loading;

/// <summary>
/// What PowerShell runs when it imports the module: once per runspace, and only after it has looked at every type of this assembly. So
/// no type here may have a base class, an interface or a value-type field that lives in the engine: it could not be loaded yet.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Makes the engine findable before the first cmdlet runs.</summary>
    public void OnImport() => EngineLoadContext.EnsureInstalled();
}
