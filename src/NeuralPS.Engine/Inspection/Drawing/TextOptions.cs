namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>How a network is drawn as text.</summary>
/// <param name="Width">Characters that a line may have; longer texts are cut.</param>
/// <param name="IsAscii">True to use characters of ASCII alone.</param>
/// <param name="Paint">Puts a text into a colour, which has the name that <c>$PSStyle.Foreground</c> has for it; null for plain text.</param>
public sealed record TextOptions(int Width, bool IsAscii = false, Func<string, string, string>? Paint = null);
