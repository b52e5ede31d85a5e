using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class AllocationTests
{
    [Fact]
    public void A_training_step_allocates_nothing()
    {
        long between = -1;
        long mark = 0;
        var observer = new TrainingObserver
        {
            OnBatch = batch =>
            {
                // From the end of the second batch to the end of the fifth: the same epoch, everything warm.
                if (batch.Epoch == 2 && batch.Batch == 2)
                {
                    mark = GC.GetAllocatedBytesForCurrentThread();
                }
                else if (batch.Epoch == 2 && batch.Batch == 5)
                {
                    between = GC.GetAllocatedBytesForCurrentThread() - mark;
                }
            },
        };
        Trainer.Train(
            TrainingFixture.DigitNetwork, TrainingFixture.Digits, TrainingFixture.Options(2, threads: 1), observer);
        Assert.Equal(0, between);
    }
}
