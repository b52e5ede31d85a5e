namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>Nodes in a row that are drawn once and stand for several equal parts, one behind the other.</summary>
/// <param name="First">The index of its first node.</param>
/// <param name="Count">The number of its nodes.</param>
/// <param name="Times">How many such parts the network has, at least 2.</param>
/// <param name="LastName">The name of the last node of the last of these parts.</param>
public sealed record RepeatedBlock(int First, int Count, int Times, string LastName)
{
    /// <summary>The index behind its last node.</summary>
    public int End => First + Count;
}
