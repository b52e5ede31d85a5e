namespace NeuralPS.Engine.Tensors;

/// <summary>
/// Refuses what the machine's memory cannot hold. Where the system promises more memory than it has, the process would be killed when it
/// touches what it was given.
/// </summary>
internal static class MemoryLimit
{
    // Less than that is left to the system, which knows better.
    private const long Unchecked = 256L << 20;

    /// <summary>Throws unless as many bytes can be had.</summary>
    /// <param name="bytes">How many are needed.</param>
    /// <param name="what">What needs them, for the message: "Network 'net' with 1,000 parameters".</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <exception cref="EngineException">There is not enough memory (OutOfMemory).</exception>
    public static void Require(long bytes, string what, string remedy)
    {
        if (bytes <= Unchecked || bytes <= GetFree())
        {
            return;
        }

        // The figures are those of the latest collection; what is garbage now may make room.
        GC.Collect();
        long free = GetFree();
        if (bytes > free)
        {
            throw new EngineException(
                "OutOfMemory",
                $"{what} needs {Inspection.NetworkTable.Bytes(bytes)} of memory, but only {Inspection.NetworkTable.Bytes(free)} can be had. {remedy}");
        }
    }

    /// <summary>The bytes that could be had at the latest collection.</summary>
    public static long GetFree()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        return Math.Max(0, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes);
    }
}
