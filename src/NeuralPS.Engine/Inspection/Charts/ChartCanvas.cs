namespace NeuralPS.Engine.Inspection.Charts;

/// <summary>The area within the axes: cells of characters, each with 2 x 4 dots of Braille for fine lines.</summary>
internal sealed class ChartCanvas
{
    private const char Blank = '\u2800';

    // Dots of Braille are numbered by columns, except for the lowest row, which came later.
    private static readonly int[,] Bits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    private readonly char[,] _cells;
    private readonly int _width;
    private readonly int _height;

    /// <summary>An empty area.</summary>
    public ChartCanvas(int width, int height)
    {
        _width = width;
        _height = height;
        _cells = new char[height, width];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                _cells[row, column] = ' ';
            }
        }
    }

    /// <summary>The cell of a horizontal place between 0 and 1.</summary>
    public int Column(double place) => (int)Math.Round(place * (_width - 1));

    /// <summary>The cell of a vertical place between 0 (below) and 1.</summary>
    public int Row(double place) => (int)Math.Round((1 - place) * (_height - 1));

    /// <summary>Joins two places, by fine dots or by a character.</summary>
    /// <param name="from">The first place.</param>
    /// <param name="to">The second place.</param>
    /// <param name="symbol">The character; null for dots of Braille.</param>
    public void Join((double X, double Y) from, (double X, double Y) to, char? symbol)
    {
        int columns = symbol is null ? 2 * _width : _width;
        int rows = symbol is null ? 4 * _height : _height;
        double x = from.X * (columns - 1);
        double y = (1 - from.Y) * (rows - 1);
        double dx = (to.X * (columns - 1)) - x;
        double dy = ((1 - to.Y) * (rows - 1)) - y;
        int steps = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs(dx), Math.Abs(dy))));
        for (int i = 0; i <= steps; i++)
        {
            int column = (int)Math.Round(x + (dx * i / steps));
            int row = (int)Math.Round(y + (dy * i / steps));
            if (symbol is { } character)
            {
                _cells[row, column] = character;
            }
            else
            {
                ref char cell = ref _cells[row / 4, column / 2];
                cell = (char)((cell >= Blank ? cell : Blank) | Bits[row % 4, column % 2]);
            }
        }
    }

    /// <summary>Draws a vertical line where nothing else is.</summary>
    public void DrawVertical(int column, char symbol)
    {
        for (int row = 0; row < _height; row++)
        {
            if (_cells[row, column] == ' ')
            {
                _cells[row, column] = symbol;
            }
        }
    }

    /// <summary>A row of cells.</summary>
    public string GetRow(int row)
    {
        char[] line = new char[_width];
        for (int column = 0; column < _width; column++)
        {
            line[column] = _cells[row, column];
        }

        return new string(line);
    }
}
