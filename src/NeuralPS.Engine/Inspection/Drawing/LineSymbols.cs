namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>The characters that pictures in text are made of.</summary>
internal sealed record LineSymbols
{
    /// <summary>Lines and circles of Unicode.</summary>
    public static LineSymbols Unicode { get; } = new()
    {
        Input = '○',
        Layer = '●',
        Output = '◉',
        Lines = new Dictionary<RailCell, char>
        {
            [RailCell.None] = ' ',
            [RailCell.Up | RailCell.Down] = '│',
            [RailCell.Crossing] = '│',
            [RailCell.Left | RailCell.Right] = '─',
            [RailCell.Left | RailCell.Down] = '┐',
            [RailCell.Left | RailCell.Up] = '┘',
            [RailCell.Left | RailCell.Right | RailCell.Down] = '┬',
            [RailCell.Left | RailCell.Right | RailCell.Up] = '┴',
            [RailCell.Right | RailCell.Up | RailCell.Down] = '├',
            [RailCell.Left | RailCell.Up | RailCell.Down] = '┤',
            [RailCell.Left | RailCell.Right | RailCell.Up | RailCell.Down] = '┼',
        },
        Dots = "…",
        BlockStart = "┌ ",
        BlockLine = "│ ",
        BlockEnd = "└ ",
        Rule = '─',
        Times = "×",
    };

    /// <summary>What every encoding has.</summary>
    public static LineSymbols Ascii { get; } = new()
    {
        Input = 'o',
        Layer = '*',
        Output = '@',
        Lines = new Dictionary<RailCell, char>
        {
            [RailCell.None] = ' ',
            [RailCell.Up | RailCell.Down] = '|',
            [RailCell.Crossing] = '|',
            [RailCell.Left | RailCell.Right] = '-',
            [RailCell.Left | RailCell.Down] = '.',
            [RailCell.Left | RailCell.Up] = '\'',
            [RailCell.Left | RailCell.Right | RailCell.Down] = '.',
            [RailCell.Left | RailCell.Right | RailCell.Up] = '\'',
            [RailCell.Right | RailCell.Up | RailCell.Down] = '+',
            [RailCell.Left | RailCell.Up | RailCell.Down] = '+',
            [RailCell.Left | RailCell.Right | RailCell.Up | RailCell.Down] = '+',
        },
        Dots = "...",
        BlockStart = ". ",
        BlockLine = "| ",
        BlockEnd = "' ",
        Rule = '-',
        Times = "x",
    };

    /// <summary>An input of the network.</summary>
    public required char Input { get; init; }

    /// <summary>A layer.</summary>
    public required char Layer { get; init; }

    /// <summary>A layer that no other reads.</summary>
    public required char Output { get; init; }

    /// <summary>What stands for the lines of a cell without a node.</summary>
    public required IReadOnlyDictionary<RailCell, char> Lines { get; init; }

    /// <summary>The end of a text that was cut off.</summary>
    public required string Dots { get; init; }

    /// <summary>The upper end of the bracket around a part that repeats.</summary>
    public required string BlockStart { get; init; }

    /// <summary>The bracket beside its rows.</summary>
    public required string BlockLine { get; init; }

    /// <summary>The lower end of the bracket.</summary>
    public required string BlockEnd { get; init; }

    /// <summary>A horizontal line.</summary>
    public required char Rule { get; init; }

    /// <summary>The sign of multiplication.</summary>
    public required string Times { get; init; }

    /// <summary>All the characters of the Unicode set, for a test whether an encoding has them.</summary>
    public static string AllUnicode =>
        $"{Unicode.Input}{Unicode.Layer}{Unicode.Output}{string.Concat(Unicode.Lines.Values)}{Unicode.Dots}{Unicode.BlockStart}"
        + $"{Unicode.BlockLine}{Unicode.BlockEnd}{Unicode.Rule}{Unicode.Times}";

    /// <summary>The character of a cell.</summary>
    public char Symbol(RailCell cell, GraphNode? node) => !cell.HasFlag(RailCell.Node) ? Lines[cell]
        : node is { IsInput: true } ? Input
        : node is { IsOutput: true } ? Output
        : Layer;
}
