using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class AllocationTests
{
    [Fact]
    public void A_training_step_allocates_nothing()
    {
        long least = long.MaxValue;
        long mark = 0;
        var observer = new TrainingObserver
        {
            OnBatch = batch =>
            {
                // From the end of the second batch of an epoch to the end of the fifth. The runtime itself may allocate once, when
                // it compiles a method anew; what a step allocates would show in every epoch.
                if (batch.Batch == 2)
                {
                    mark = GC.GetAllocatedBytesForCurrentThread();
                }
                else if (batch.Batch == 5)
                {
                    least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - mark);
                }
            },
        };
        Trainer.Train(
            TrainingFixture.DigitNetwork, TrainingFixture.Digits, TrainingFixture.Options(4, threads: 1), observer);
        Assert.Equal(0, least);
    }
}
