using System.Management.Automation;
using static System.FormattableString;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

/// <summary>Puts trainings into words.</summary>
internal static class TrainingReport
{
    /// <summary>The plan of a training: shapes, samples, parameters, memory, arithmetic.</summary>
    public static string Describe(Eng.Training.TrainingPlan plan)
    {
        Eng.Networks.Network network = plan.Network;
        string validation = plan.ValidationSamples > 0 ? Invariant($", {plan.ValidationSamples:N0} to validate") : "";
        return string.Join(Environment.NewLine, [
            Invariant($"Train network '{network.Name}' ({network.InputShape} -> {network.OutputShape}, {network.ParameterCount:N0} parameters)"),
            Eng.Inspection.NetworkTable.Render(network),
            Invariant($"Samples:    {plan.TrainingSamples:N0} to learn{validation}"),
            $"Schedule:   {Count(plan.Epochs, "epoch")} of {Count(plan.BatchesPerEpoch, "batch", "es")} of {Invariant($"{plan.BatchSize:N0}")}",
            Invariant($"Rule:       {plan.Optimizer.Name}, learning rate {plan.Optimizer.LearningRate}{DescribeSchedule(plan.Schedule)}, loss {plan.Loss}"),
            $"Memory:     {Eng.Inspection.NetworkTable.Bytes(plan.TotalBytes)} (parameters "
            + $"{Eng.Inspection.NetworkTable.Bytes(plan.Memory.Parameters)}, gradients {Eng.Inspection.NetworkTable.Bytes(plan.Memory.Gradients)}, "
            + $"optimizer {Eng.Inspection.NetworkTable.Bytes(plan.OptimizerBytes)}, activations "
            + $"{Eng.Inspection.NetworkTable.Bytes(plan.Memory.Activations)}, workspace {Eng.Inspection.NetworkTable.Bytes(plan.Memory.Workspace)}, "
            + $"copies {Eng.Inspection.NetworkTable.Bytes(plan.CopyBytes)}"
            + (plan.WindowBytes > 0 ? $", samples read ahead {Eng.Inspection.NetworkTable.Bytes(plan.WindowBytes)})" : ")"),
            Invariant($"Arithmetic: {plan.MultiplyAdds:0.##e+0} multiply-adds"),
            .. plan.Checkpoints is { } checkpoints ? new[] { $"Checkpoints: {checkpoints.Value}" } : [],
        ]);
    }

    /// <summary>An epoch in one line.</summary>
    public static string Summarise(Eng.Networks.EpochRecord record)
    {
        var parts = new List<string> { Invariant($"loss {record.Loss:0.####}") };
        if (record.Penalty != 0)
        {
            parts.Add(Invariant($"penalty {record.Penalty:0.####}"));
        }

        parts.AddRange(record.Metrics.Select(metric => Invariant($"{metric.Key} {metric.Value:0.####}")));
        if (!double.IsNaN(record.ValidationLoss))
        {
            parts.Add(Invariant($"validation loss {record.ValidationLoss:0.####}"));
            parts.AddRange(record.ValidationMetrics.Select(metric => Invariant($"{metric.Key} {metric.Value:0.####}")));
        }

        return string.Join(", ", parts);
    }

    /// <summary>The error of a training whose loss stopped being finite.</summary>
    public static ErrorRecord CreateDivergence(Eng.Training.TrainingOutcome outcome, Network lastGood)
    {
        int complete = outcome.Network.State?.CompletedEpochs ?? 0;
        return new ErrorRecord(
            new Eng.EngineException(
                "LossNotFinite",
                $"The loss is not finite any more in epoch {outcome.Epoch}, batch {outcome.Batch}. The weights after epoch {complete} are kept in "
                + $"${InterruptedNetwork.VariableName}. Use a smaller learning rate, clip the gradient (-ClipNorm 1), or scale the data (Convert-Dataset)."),
            "LossNotFinite",
            ErrorCategory.InvalidResult,
            lastGood);
    }

    /// <summary>Why a training ended before its last epoch.</summary>
    public static string DescribeEnd(Eng.Training.TrainingOutcome outcome)
    {
        Eng.Networks.TrainingState state = outcome.Network.State!;
        if (outcome.End == Eng.Training.TrainingEnd.Converged)
        {
            return state.Optimizer is Eng.Optimizers.LBFGS
                ? Invariant($"LBFGS converged in epoch {outcome.Epoch}: the gradient is within the tolerance, or no step lowers the loss any more.")
                : Invariant($"The perceptron rule converged in epoch {outcome.Epoch}: all samples are right.");
        }

        return outcome.End == Eng.Training.TrainingEnd.TimeUp ? Invariant($"The time is up after epoch {outcome.Epoch}.")
            : outcome.End == Eng.Training.TrainingEnd.Stopped ? Invariant($"-OnEpoch ended the training after epoch {outcome.Epoch}.")
            : state.EarlyStopping!.BestEpoch > 0
                ? Invariant($"Stopped early after epoch {outcome.Epoch}: {state.Monitor} was best in epoch {state.EarlyStopping.BestEpoch} ")
                    + Invariant($"({state.EarlyStopping.Best:0.####}), whose weights are restored.")
                : Invariant($"Stopped early after epoch {outcome.Epoch}: {state.Monitor} was never a number.");
    }

    /// <summary>A warning where epochs came after the end of the schedule, with what is left of the rate; else null.</summary>
    public static string? FindSpentSchedule(Eng.Networks.TrainingState? state)
    {
        if (state?.Schedule.TotalLength is not { } length || state.CompletedEpochs - state.ScheduleStart <= length)
        {
            return null;
        }

        double rate = state.Optimizer.LearningRate * state.Schedule.GetFactor(length);
        return Invariant($"The learning-rate schedule {state.Schedule.Name} ended with epoch {state.ScheduleStart + length:0.##}; after that the ")
            + Invariant($"rate stays at {rate:0.####e+0}. ") + "Give -Schedule for the epochs to come, such as Constant.";
    }

    private static string DescribeSchedule(Eng.Schedules.LearningRateSchedule schedule) =>
        schedule == new Eng.Schedules.ConstantSchedule() ? "" : $" with schedule {new LearningRateSchedule(schedule)}";

    private static string Count(long number, string noun, string plural = "s") => Invariant($"{number:N0} {noun}{(number == 1 ? "" : plural)}");
}
