using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Tests.Samplers;

/// <summary>A function to minimise, of parameters by name.</summary>
internal sealed record QualityFunction(string Name, SearchSpace Space, Func<IReadOnlyDictionary<string, double>, double> Compute)
{
    private static readonly double[][] HartmannA =
    [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] HartmannP =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    private static readonly double[] HartmannC = [1.0, 1.2, 3.0, 3.2];

    /// <summary>Those of tests/NeuralPS.Benchmarks/peers/optuna_tpe.py, to the constant.</summary>
    public static IReadOnlyList<QualityFunction> All { get; } =
    [
        new("sphere", Reals(5, -5, 5), p => Vector(p).Sum(x => (x - 1) * (x - 1))),
        new("ackley", Reals(5, -32.768, 32.768), Ackley),
        new("rosenbrock", Reals(4, -2.048, 2.048), Rosenbrock),
        new("branin", Contexts.Space(("x0", new FloatDomain(-5, 10)), ("x1", new FloatDomain(0, 15))), Branin),
        new("hartmann", Reals(6, 0, 1), Hartmann),
        new(
            "mixed",
            Contexts.Space(
                ("activation", new CategoricalDomain(["ReLU", "Tanh", "Sigmoid"])), ("depth", new IntegerDomain(1, 6)),
                ("dropout", new FloatDomain(0, 0.6, step: 0.1)), ("rate", new FloatDomain(1e-5, 1, isLog: true)),
                ("units", new IntegerDomain(8, 1024, isLog: true)), ("decay", new FloatDomain(1e-8, 1e-1, isLog: true))),
            Mixed),
        new(
            "digits",
            Contexts.Space(
                ("activation", new CategoricalDomain(["ReLU", "Tanh"])), ("depth", new IntegerDomain(1, 4)),
                ("dropout", new FloatDomain(0, 0.6, step: 0.1)), ("units", new CategoricalDomain([32, 64, 128, 256])),
                ("rate", new FloatDomain(1e-4, 1e-1, isLog: true))),
            DigitsSpace.Compute),
    ];

    public static QualityFunction Find(string name) => All.Single(function => function.Name == name);

    private static SearchSpace Reals(int count, double low, double high) =>
        Contexts.Space([.. Enumerable.Range(0, count).Select(i => ($"x{i}", (Domain)new FloatDomain(low, high)))]);

    private static double[] Vector(IReadOnlyDictionary<string, double> p) => [.. Enumerable.Range(0, p.Count).Select(i => p[$"x{i}"])];

    private static double Ackley(IReadOnlyDictionary<string, double> p)
    {
        double[] x = Vector(p);
        double root = Math.Sqrt(x.Average(v => v * v));
        return (-20 * Math.Exp(-0.2 * root)) - Math.Exp(x.Average(v => Math.Cos(2 * Math.PI * v))) + 20 + Math.E;
    }

    private static double Rosenbrock(IReadOnlyDictionary<string, double> p)
    {
        double[] x = Vector(p);
        return Enumerable.Range(0, x.Length - 1).Sum(i => (100 * Math.Pow(x[i + 1] - (x[i] * x[i]), 2)) + Math.Pow(1 - x[i], 2));
    }

    private static double Branin(IReadOnlyDictionary<string, double> p)
    {
        double x = p["x0"];
        double z = p["x1"] - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6;
        return (z * z) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    private static double Hartmann(IReadOnlyDictionary<string, double> p)
    {
        double[] x = Vector(p);
        return -Enumerable.Range(0, 4).Sum(
            i => HartmannC[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => HartmannA[i][j] * Math.Pow(x[j] - HartmannP[i][j], 2))));
    }

    private static double Mixed(IReadOnlyDictionary<string, double> p) =>
        new[] { 0, 0.2, 0.8 }[(int)p["activation"]]
        + Math.Pow(Math.Log10(p["rate"]) + 2.5 + (0.3 * (p["depth"] - 2)), 2)
        + (3 * Math.Pow(p["dropout"] - 0.2, 2))
        + (0.1 * Math.Pow(p["depth"] - 3, 2))
        + (0.05 * Math.Pow(Math.Log2(p["units"]) - 7.3, 2))
        + (0.02 * Math.Pow(Math.Log10(p["decay"]) + 4.2, 2));
}
