using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>
/// Reads PNG images as inputs of (height, width, channels) in [0, 1]: a folder with one folder of images per class, a folder of
/// images without classes, or a single image. There is one channel if all images are gray, else there are three. Transparent
/// pixels are laid over black. All images must have one size.
/// </summary>
public static class ImageFolderReader
{
    /// <summary>Reads one image, as a data set of one row without labels.</summary>
    /// <exception cref="FileFormatException">The file is no PNG image, or damaged.</exception>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static Dataset ReadFile(string path, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Build(options.Name ?? Path.GetFileName(path), ReadImages([path], options), null, null, options);
    }

    /// <summary>
    /// Reads the images of <paramref name="folder"/> (.png, in the order of their names). If its folders hold them, each folder is a
    /// class, in the order of the names or of <see cref="Tables.TableOptions.ClassNames"/>; hidden folders are passed over.
    /// </summary>
    /// <exception cref="FileFormatException">A file is no PNG image, or damaged.</exception>
    /// <exception cref="DataException">
    /// There are no images (FileNotFound), a folder of a class has none (ClassEmpty) or is not among the class names (ClassUnknown),
    /// there are images beside the folders of the classes (ImageWithoutClass), the images differ in size (ImageSizeMismatch), or a
    /// file cannot be read.
    /// </exception>
    public static Dataset ReadFolder(string folder, ReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new ReadOptions();
        string[] folders = List(folder, () => Directory.EnumerateDirectories(folder)).Where(path => !IsHidden(path)).ToArray();
        string[] loose = ListImages(folder);
        string[][] ofFolders = [.. folders.Select(ListImages)];
        string name = options.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (ofFolders.All(images => images.Length == 0))
        {
            return loose.Length > 0 ? Build(name, ReadImages(loose, options), null, null, options) : throw NoImages(folder);
        }

        if (loose.Length > 0)
        {
            throw new DataException(
                "ImageWithoutClass",
                $"'{loose[0]}' stands beside folders of images, one per class; move it into the folder of its class, or elsewhere.");
        }

        string[] found = [.. folders.Select(path => Path.GetFileName(path))];
        IReadOnlyList<string> classNames = options.ClassNames ?? found;
        int[] labelOfFolder = [.. found.Select(own => Array.IndexOf([.. classNames], own))];
        for (int i = 0; i < folders.Length; i++)
        {
            if (ofFolders[i].Length == 0)
            {
                throw new DataException(
                    "ClassEmpty", $"Folder '{folders[i]}' holds no .png files, but the folders beside it do; fill or remove it.");
            }

            if (labelOfFolder[i] < 0)
            {
                throw new DataException(
                    "ClassUnknown", $"The class of folder '{folders[i]}' is none of the given names, {CellValue.List(classNames)}.");
            }
        }

        int[] labels = [.. ofFolders.SelectMany((images, i) => Enumerable.Repeat(labelOfFolder[i], images.Length))];
        return Build(name, ReadImages([.. ofFolders.SelectMany(images => images)], options), labels, classNames, options);
    }

    /// <summary>Whether the folder, or a folder in it that is not hidden, holds PNG images.</summary>
    internal static bool HasImages(string folder) =>
        ListImages(folder).Length > 0
        || List(folder, () => Directory.EnumerateDirectories(folder)).Any(path => !IsHidden(path) && ListImages(path).Length > 0);

    private static RowStore ReadImages(string[] paths, ReadOptions options)
    {
        var images = new ImageStack();
        foreach (string path in paths)
        {
            images.Add(path);
        }

        // Gray images that are compared with coloured ones, in a network trained on these for instance, get three equal channels.
        Shape? wanted = options.InputShape ?? options.Schema?.InputShape;
        return images.ToRows(options.RawPixels, asColour: wanted is { Rank: 3 } && wanted[2] == 3);
    }

    private static Dataset Build(string name, RowStore inputs, int[]? labels, IReadOnlyList<string>? classNames, ReadOptions options)
    {
        inputs = options.InputShape is Shape shape ? inputs.Reshape(shape) : inputs;
        bool isLabelled = labels is not null && options.Kind != Tables.TargetKind.None;
        Dataset dataset = isLabelled ? new Dataset(name, inputs, labels, classNames) : new Dataset(name, inputs);
        return options.Schema is null ? dataset : Transforms.DatasetTransforms.Like(dataset, options.Schema);
    }

    private static string[] ListImages(string folder) => List(
        folder,
        () => Directory.EnumerateFiles(folder).Where(
            path => !IsHidden(path) && Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase)));

    private static string[] List(string folder, Func<IEnumerable<string>> list)
    {
        try
        {
            return [.. list().Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException("FileUnreadable", $"Folder '{folder}' cannot be read: {exception.Message}", exception);
        }
    }

    private static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');

    private static DataException NoImages(string folder) => new(
        "FileNotFound", $"Folder '{folder}' holds no .png files, and neither do the folders in it, one per class. Check the path.");
}
