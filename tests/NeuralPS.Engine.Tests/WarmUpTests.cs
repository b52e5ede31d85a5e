namespace NeuralPS.Engine.Tests;

public class WarmUpTests
{
    [Fact]
    public void Warming_up_works_and_can_be_repeated()
    {
        // The module ignores what it throws: nobody would notice that it does nothing any more.
        WarmUp.Run();
        WarmUp.Run();
    }

    [Fact]
    public void A_warm_up_that_is_not_wanted_any_more_does_nothing() => WarmUp.Run(new CancellationToken(canceled: true));
}
