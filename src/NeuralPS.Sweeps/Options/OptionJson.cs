using System.Text.Json.Serialization;
using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Samplers;

namespace NeuralPS.Sweeps.Options;

/// <summary>
/// The options of samplers and pruners as JSON: what is null is left out. Written by the compiler, since reflection takes 60 ms before
/// the first trial of a sweep.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SamplerOptions))]
[JsonSerializable(typeof(PrunerOptions))]
internal sealed partial class OptionJson : JsonSerializerContext;
