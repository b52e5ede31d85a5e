using System.Buffers;

namespace NeuralPS.Engine.Data;

/// <summary>
/// Rows of a file that follow one another, read with one call of the system: that takes as long as copying some thousand bytes, so
/// that many narrow rows come faster together, even if not all of them are wanted. For one thread at a time.
/// </summary>
internal sealed class FileBlock
{
    private byte[]? _bytes;
    private FileRows? _owner;
    private int _number;

    /// <summary>The bytes of a block, read unless they are there from the call before.</summary>
    /// <param name="owner">Whose rows they are.</param>
    /// <param name="number">The block among the owner's.</param>
    /// <exception cref="DataException">The file has become shorter or cannot be read any more.</exception>
    public ReadOnlySpan<byte> Get(FileRows owner, int number)
    {
        if (!ReferenceEquals(owner, _owner) || number != _number)
        {
            Release();
            _bytes = ArrayPool<byte>.Shared.Rent(owner.BlockBytes);
            owner.ReadBlock(number, _bytes);
            (_owner, _number) = (owner, number);
        }

        return _bytes;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        _owner = null;
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
        }
    }
}
