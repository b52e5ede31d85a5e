namespace NeuralPS.Engine.Data;

/// <summary>Puts data sets together, such as the five training files of CIFAR-10.</summary>
internal static class DatasetConcatenation
{
    /// <summary>All rows of <paramref name="parts"/>, one part after the other.</summary>
    public static Dataset Concatenate(IReadOnlyList<Dataset> parts, string? name)
    {
        if (parts.Count == 0)
        {
            throw new DataException("EmptyDataset", "There is nothing to put together; give at least one data set.");
        }

        Dataset first = parts[0];
        name ??= first.Name;
        if (parts.Count == 1)
        {
            return first.WithName(name);
        }

        var inputs = new ConcatenatedRows(parts.Select(part => part.Inputs));
        Dataset longest = parts.MaxBy(part => part.ClassCount)!;
        foreach (Dataset part in parts)
        {
            CheckKind(first, part);
            CheckClasses(longest, part);
            CheckSchema(first, part);
        }

        ClassLabels? labels = first.HasLabels ? Concatenate(parts, inputs.Count, longest.ClassCount) : null;
        RowNumbers sources = RowNumbers.Of(parts.SelectMany(part => Enumerable.Range(0, part.Count).Select(row => part.SourceOf(row) ?? row + 1)));
        var result = new Dataset(
            name,
            inputs,
            labels,
            longest.ClassNames,
            first.Targets is null ? null : new ConcatenatedRows(parts.Select(part => part.Targets!)),
            first.Schema,
            new SourceRows(sources));
        return parts.All(part => part.Weights is null) ? result : result.WithWeights(parts.SelectMany(GetWeights).ToArray());
    }

    private static ClassLabels Concatenate(IReadOnlyList<Dataset> parts, int rows, int classes)
    {
        using IEnumerator<int> labels = parts.SelectMany(part => part.Labels!).GetEnumerator();
        return ClassLabels.Create(rows, classes, _ => labels.MoveNext() ? labels.Current : throw new InvalidOperationException("There are fewer labels than rows."));
    }

    // Rows without a weight count as what they are: one.
    private static IEnumerable<float> GetWeights(Dataset part) => part.Weights?.ToArray() ?? Enumerable.Repeat(1f, part.Count);

    private static void CheckKind(Dataset first, Dataset part)
    {
        if (part.HasLabels != first.HasLabels || (part.Targets is null) != (first.Targets is null))
        {
            throw new DataException(
                "ConcatenateKind", $"'{first.Name}' and '{part.Name}' cannot be put together: only one of them has labels, or targets.");
        }
    }

    // Files without class names are numbered as far as their labels go: the shorter list may be the beginning of the longer one.
    private static void CheckClasses(Dataset longest, Dataset part)
    {
        IReadOnlyList<string> names = longest.ClassNames;
        if (!part.ClassNames.SequenceEqual(names.Take(part.ClassCount)))
        {
            throw new DataException(
                "ConcatenateClasses",
                $"'{longest.Name}' and '{part.Name}' cannot be put together: their classes are {CellValue.List(names)} "
                + $"and {CellValue.List(part.ClassNames)}. Name the classes when reading.");
        }
    }

    private static void CheckSchema(Dataset first, Dataset part)
    {
        static string Describe(Dataset dataset) => dataset.Schema.WithClassNames([]).ToJson();
        if (!ReferenceEquals(first.Schema, part.Schema) && Describe(first) != Describe(part))
        {
            throw new DataException(
                "ConcatenateSchema",
                $"'{first.Name}' and '{part.Name}' cannot be put together: their columns, categories or transforms differ. "
                + "Read the second with the schema of the first.");
        }
    }
}
