namespace NeuralPS.Engine.Presets;

/// <summary>The networks of the literature by name.</summary>
public static class PresetCatalog
{
    /// <summary>The presets, from the oldest and smallest to the deepest, family by family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } = Array.AsReadOnly<NetworkPreset>(
    [
        .. SingleLayerPresets.All,
        .. MultilayerPresets.All,
        .. SmallConvPresets.All,
        .. AlexNetPresets.All,
        .. VggPresets.All,
        .. GoogLeNetPresets.All,
        .. ResNetPresets.All,
        .. CifarResNetPresets.All,
        .. AutoencoderPresets.All,
        .. GenerativePresets.All,
    ]);

    /// <summary>The names that <see cref="Get"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(All.Select(preset => preset.Name).ToArray());

    /// <summary>The preset called <paramref name="name"/>, whatever the case and with or without hyphens: <c>lenet-5</c>.</summary>
    /// <exception cref="EngineException">There is none (UnknownPreset).</exception>
    public static NetworkPreset Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = CatalogName.Normalise(name);
        return All.FirstOrDefault(preset => CatalogName.Normalise(preset.Name) == wanted) ?? throw CatalogName.Unknown("Preset", name, Names);
    }
}
