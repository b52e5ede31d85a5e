namespace NeuralPS.Benchmarks.Growth;

/// <summary>Trainings that differ in one size.</summary>
/// <param name="Name">The name, for the command line.</param>
/// <param name="Description">What grows, and what is trained.</param>
/// <param name="CreatePoints">Makes the points from small to large: their data lives as long as they do.</param>
/// <param name="SmallRemark">Why a multiply-add costs more where the size is small.</param>
/// <param name="LargeRemark">Why it costs more where the size is large.</param>
internal sealed record GrowthSeries(
    string Name, string Description, Func<IReadOnlyList<GrowthPoint>> CreatePoints, string SmallRemark, string LargeRemark);
