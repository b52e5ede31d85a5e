using NeuralPS.Engine.Schedules;

namespace NeuralPS.Engine.Tests.Schedules;

public class ScheduleTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2.99, 1)]
    [InlineData(3, 0.5)]
    [InlineData(5.5, 0.5)]
    [InlineData(6, 0.25)]
    public void Step_falls_every_period(double epoch, double factor) =>
        Assert.Equal(factor, new StepSchedule { Period = 3, Factor = 0.5 }.GetFactor(epoch), 15);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.948683298050514)]
    [InlineData(2, 0.81)]
    public void Exponential_falls_with_every_update(double epoch, double factor) =>
        Assert.Equal(factor, new ExponentialSchedule { Factor = 0.9 }.GetFactor(epoch), 14);

    // From PyTorch's CosineAnnealingLR(T_max=8, eta_min=0.1) at a rate of 1: 0.1 + 0.45 (1 + cos(pi t / 8)).
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 0.868198051533946)]
    [InlineData(4, 0.55)]
    [InlineData(6, 0.231801948466054)]
    [InlineData(8, 0.1)]
    [InlineData(20, 0.1)]
    public void Cosine_falls_to_its_minimum_and_stays(double epoch, double factor) =>
        Assert.Equal(factor, new CosineSchedule { Length = 8, MinimumFactor = 0.1 }.GetFactor(epoch), 14);

    [Theory]
    [InlineData(0, 0.04)]
    [InlineData(1.5, 0.52)]
    [InlineData(3, 1)]
    [InlineData(6.5, 0.500002)]
    [InlineData(10, 4e-6)]
    [InlineData(50, 4e-6)]
    public void One_cycle_rises_and_falls(double epoch, double factor) => Assert.Equal(factor, new OneCycleSchedule().GetFactor(epoch), 14);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_cycle_can_only_fall_or_only_rise(double part) =>
        Assert.Equal(part == 0 ? 1 : 0.04, new OneCycleSchedule { RisingPart = part }.GetFactor(0), 14);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.25)]
    [InlineData(3, 0.2)]
    public void Plateaus_reduce_down_to_the_minimum(int reductions, double factor) =>
        Assert.Equal(factor, new PlateauSchedule { Factor = 0.5, MinimumFactor = 0.2 }.GetFactor(7, 0, reductions), 15);

    // Four updates to an epoch and two epochs of warm-up: the first has an eighth of the rate, the eighth all of it.
    [Theory]
    [InlineData(0, 0.125)]
    [InlineData(0.25, 0.25)]
    [InlineData(1, 0.625)]
    [InlineData(1.75, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 0.5)]
    public void Warm_up_comes_before_the_schedule(double epoch, double factor) =>
        Assert.Equal(factor, new ExponentialSchedule { Factor = 0.5, WarmUp = 2 }.GetFactor(epoch, 0.25), 15);

    [Fact]
    public void Every_schedule_survives_its_description()
    {
        foreach (string name in ScheduleCatalog.Names)
        {
            LearningRateSchedule schedule = ScheduleCatalog.Create(name.ToLowerInvariant()) with { WarmUp = 3 };
            Assert.Equal(name, schedule.Name);
            Assert.Equal(schedule, ScheduleCatalog.FromDescription(name, schedule.Describe()));
        }
    }

    [Theory]
    [InlineData("Spiral", "Factor", 1, "UnknownSchedule")]
    [InlineData("Step", "Length", 1, "UnknownScheduleSetting")]
    [InlineData("Step", "Period", 1.5, "PeriodOutOfRange")]
    [InlineData("Step", "Factor", 0, "FactorOutOfRange")]
    [InlineData("Cosine", "Length", 0, "LengthOutOfRange")]
    [InlineData("OneCycle", "RisingPart", 2, "RisingPartOutOfRange")]
    [InlineData("Plateau", "WarmUp", double.NaN, "WarmUpOutOfRange")]
    public void What_a_schedule_does_not_take_is_an_error(string name, string setting, double value, string id) =>
        Assert.Equal(id, Assert.Throws<EngineException>(
            () => ScheduleCatalog.FromDescription(name, new Dictionary<string, double> { [setting] = value })).ErrorId);
}
