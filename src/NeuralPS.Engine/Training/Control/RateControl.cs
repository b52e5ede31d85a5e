using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Schedules;

namespace NeuralPS.Engine.Training.Control;

/// <summary>The learning rate of each update of a training: the optimizer's times the schedule's factor.</summary>
internal sealed class RateControl
{
    private readonly LearningRateSchedule _schedule;
    private readonly double _rate;
    private readonly int _batches;
    private readonly int _start;
    private PlateauState? _plateau;

    /// <summary>Takes up the schedule where it was, or begins it where it is another.</summary>
    /// <param name="options">The schedule.</param>
    /// <param name="state">The training before.</param>
    /// <param name="completed">Epochs that are complete.</param>
    /// <param name="rate">The optimizer's learning rate.</param>
    /// <param name="batches">Batches to an epoch.</param>
    /// <param name="keepsMonitor">Whether what is monitored is the same as before.</param>
    public RateControl(TrainingOptions options, TrainingState? state, int completed, double rate, int batches, bool keepsMonitor)
    {
        _schedule = options.Schedule ?? state?.Schedule ?? new ConstantSchedule();
        _rate = rate;
        _batches = batches;
        bool continues = state is not null && !options.RestartsSchedule && _schedule == state.Schedule;
        _start = continues ? state!.ScheduleStart : completed;
        if (_schedule is PlateauSchedule)
        {
            // Values of another monitor do not compare, but reductions stay made.
            PlateauState before = (continues ? state!.Plateau : null) ?? new PlateauState();
            _plateau = keepsMonitor ? before : new PlateauState(Reductions: before.Reductions);
        }
    }

    /// <summary>The learning rate of an update.</summary>
    /// <param name="epoch">Complete epochs.</param>
    /// <param name="batch">The batch, from 0.</param>
    public double GetRate(int epoch, int batch) =>
        _rate * _schedule.GetFactor(epoch - _start + ((double)batch / _batches), 1.0 / _batches, _plateau?.Reductions ?? 0);

    /// <summary>Takes note of an epoch.</summary>
    public void EndEpoch(EpochRecord record, Monitor? monitor)
    {
        if (_schedule is not PlateauSchedule schedule || _plateau is null || monitor is null)
        {
            return;
        }

        double value = monitor.Read(record);
        if (monitor.IsImprovement(value, _plateau.Best, schedule.MinimumChange))
        {
            _plateau = _plateau with { Best = value, Waited = 0 };
        }
        else if (record.Epoch - _start > schedule.WarmUp)
        {
            bool isPlateau = _plateau.Waited + 1 >= schedule.Patience;
            _plateau = _plateau with
            {
                Waited = isPlateau ? 0 : _plateau.Waited + 1,
                Reductions = _plateau.Reductions + (isPlateau ? 1 : 0),
            };
        }
    }

    /// <summary>The state with this in it.</summary>
    public TrainingState Save(TrainingState state) => state with { Schedule = _schedule, ScheduleStart = _start, Plateau = _plateau };
}
