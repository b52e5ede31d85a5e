namespace NeuralPS.Engine.Threading;

/// <summary>A piece of work in independent parts. An object that lives as long as its plan, so that a step allocates nothing.</summary>
internal abstract class ParallelWork
{
    /// <summary>Does part <paramref name="part"/>; writes nothing that another part reads or writes.</summary>
    public abstract void Run(int part);
}
