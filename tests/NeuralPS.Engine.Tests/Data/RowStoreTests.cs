using NeuralPS.Engine.Data;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data;

public class RowStoreTests
{
    [Fact]
    public void Float_rows_give_back_their_rows()
    {
        var rows = new FloatRows([1, 2, 3, 4, 5, 6], new Shape(3));
        float[] row = new float[4];
        rows.CopyRow(1, row);
        Assert.Equal([4, 5, 6, 0], row);
        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public void Values_that_are_no_whole_number_of_rows_are_refused() =>
        Assert.Equal("RowLengthMismatch", Assert.Throws<DataException>(() => new FloatRows([1, 2, 3], new Shape(2))).ErrorId);

    [Fact]
    public void Byte_rows_scale_and_shift()
    {
        var rows = new ByteRows([0, 255, 51, 102], new Shape(2), 1f / 255f);
        Assert.Equal([0f, 1f, 0.2f, 0.4f], rows.ToArray().Select(value => MathF.Round(value, 6)));
        Assert.Equal([-1f, 254f, 50f, 101f], new ByteRows([0, 255, 51, 102], new Shape(2), 1, -1).ToArray());
    }

    [Fact]
    public void Planes_are_read_pixel_by_pixel_and_prefixes_are_passed_over()
    {
        // Two rows of 1x2x3, each with a label before the red, green and blue planes.
        byte[] bytes = [9, 1, 2, 3, 4, 5, 6, 8, 11, 12, 13, 14, 15, 16];
        var rows = new ByteRows(bytes, new Shape(1, 2, 3), 1, prefix: 1, planes: 3);
        Assert.Equal([1, 3, 5, 2, 4, 6, 11, 13, 15, 12, 14, 16], rows.ToArray());
        Assert.Equal(rows.ToArray(), rows.Reshape(new Shape(6)).ToArray());
    }

    [Fact]
    public void A_selection_of_a_selection_refers_to_the_first_store()
    {
        var rows = new FloatRows([0, 1, 2, 3, 4], new Shape(1));
        RowStore selection = rows.Select([4, 2, 0]).Select([2, 2, 0]);
        Assert.Equal([0, 0, 4], selection.ToArray());
        Assert.Equal([0, 0, 4], selection.Reshape(new Shape(1, 1, 1)).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Select([5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Select([-1]));
    }

    [Fact]
    public void A_missing_row_or_a_short_destination_is_refused()
    {
        foreach (RowStore rows in new RowStore[]
        {
            new FloatRows([1, 2], new Shape(2)), new ByteRows([1, 2], new Shape(2)), new FloatRows([1, 2], new Shape(2)).Select([0]),
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => rows.CopyRow(1, new float[2]));
            Assert.Throws<ArgumentOutOfRangeException>(() => rows.CopyRow(-1, new float[2]));
            Assert.Throws<ArgumentException>(() => rows.CopyRow(0, new float[1]));
            Assert.Equal("ReshapeLength", Assert.Throws<ShapeException>(() => rows.Reshape(new Shape(3))).ErrorId);
        }
    }

    [Fact]
    public void Concatenated_rows_find_each_row_past_empty_parts()
    {
        var empty = new FloatRows([], new Shape(1));
        var rows = new ConcatenatedRows([empty, new FloatRows([1, 2], new Shape(1)), empty, new FloatRows([3], new Shape(1)), empty]);
        Assert.Equal([1, 2, 3], rows.ToArray());
    }
}
