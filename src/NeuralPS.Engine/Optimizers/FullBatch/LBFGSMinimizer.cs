using System.Numerics.Tensors;
using NeuralPS.Engine.Kernels;

namespace NeuralPS.Engine.Optimizers.FullBatch;

/// <summary>Minimises a function by L-BFGS, an iteration at a time. Once its memory is full, it allocates nothing.</summary>
internal sealed class LBFGSMinimizer
{
    private readonly IObjective _objective;
    private readonly double _tolerance;
    private readonly LineSearch _search;
    private readonly float[] _direction;
    private readonly float[] _trialX;
    private readonly float[] _trialGradient;
    private float[] _x;
    private float[] _gradient;
    private double _lastStep;

    /// <summary>Prepares.</summary>
    public LBFGSMinimizer(LBFGS settings, IObjective objective)
    {
        _objective = objective;
        _tolerance = settings.Tolerance;
        _search = new LineSearch(EvaluateAt, settings.MaximumEvaluation);
        Memory = new CurvatureMemory(settings.HistorySize, objective.Length);
        _direction = new float[objective.Length];
        _trialX = new float[objective.Length];
        _trialGradient = new float[objective.Length];
        _x = new float[objective.Length];
        _gradient = new float[objective.Length];
    }

    /// <summary>What it has learned of the curvature.</summary>
    public CurvatureMemory Memory { get; }

    /// <summary>The variables.</summary>
    public ReadOnlySpan<float> X => _x;

    /// <summary>The value of the function there.</summary>
    public double Value { get; private set; }

    /// <summary>True when the gradient is within the tolerance, or no step lowers the value any more.</summary>
    public bool HasConverged { get; private set; }

    /// <summary>Starts at x; what is known of the curvature stays.</summary>
    /// <returns>False where the function is not defined there.</returns>
    public bool Start(ReadOnlySpan<float> x)
    {
        x.CopyTo(_x);
        Value = _objective.Evaluate(_x, _gradient);
        HasConverged = IsFlat;
        return double.IsFinite(Value);
    }

    /// <summary>Takes a step; the function was evaluated last where it leads.</summary>
    /// <param name="rate">The first trial step, 1 for that of Newton's method.</param>
    public void Iterate(double rate)
    {
        if (IsFlat)
        {
            HasConverged = true;
            return;
        }

        LinePoint found = SearchAlong(rate);
        if (found.Step == 0 && Memory.Count > 0)
        {
            // The curvature may be that of another region, or of other data: try plain descent.
            Memory.Clear();
            found = SearchAlong(rate);
        }

        if (found.Step != _lastStep)
        {
            EvaluateAt(found.Step);
        }

        if (found.Step == 0)
        {
            HasConverged = true;
            return;
        }

        Memory.Add(_trialX, _x, _trialGradient, _gradient);
        _trialX.CopyTo(_x, 0);
        _trialGradient.CopyTo(_gradient, 0);
        Value = found.Value;
        HasConverged = IsFlat;
    }

    private bool IsFlat => Math.Abs(TensorPrimitives.MaxMagnitude<float>(_gradient)) <= _tolerance;

    private LinePoint SearchAlong(double rate)
    {
        Memory.FindDirection(_gradient, _direction);
        double slope = DoubleSums.Dot(_gradient, _direction);
        if (!(slope < 0) || !double.IsFinite(slope))
        {
            Memory.Clear();
            Memory.FindDirection(_gradient, _direction);
            slope = DoubleSums.Dot(_gradient, _direction);
        }

        // Without curvature, the scale of the gradient says nothing about that of the variables: start with a change of at most 1.
        double first = Memory.Count > 0 ? rate : rate * Math.Min(1, 1 / TensorPrimitives.SumOfMagnitudes<float>(_gradient));
        return _search.Search(new LinePoint(0, Value, slope), first);
    }

    private LinePoint EvaluateAt(double step)
    {
        _lastStep = step;
        TensorPrimitives.MultiplyAdd(_direction, (float)step, _x, _trialX);
        double value = _objective.Evaluate(_trialX, _trialGradient);
        return new LinePoint(step, value, double.IsFinite(value) ? DoubleSums.Dot(_trialGradient, _direction) : double.NaN);
    }
}
