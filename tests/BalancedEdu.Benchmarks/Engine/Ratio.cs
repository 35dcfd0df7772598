using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Bpmn.Execution;

namespace BalancedEdu.Benchmarks.Engine;

/// <summary>What a step costs on an instance with 1,000 open tasks, against one with 10.</summary>
internal static class Ratio
{
    private const int Steps = 2_000;
    private const int Rounds = 15;

    public static int OfAThousandOpenTasksToTen()
    {
        var (few, many) = (WithOpenTasks(10), WithOpenTasks(1_000));
        var (ofFew, ofMany) = (double.MaxValue, double.MaxValue);
        // Interleaved, and the best of many: what else runs on the machine makes a round slower, never faster.
        for (var round = 0; round < Rounds; round++)
        {
            ofFew = Math.Min(ofFew, MicrosecondsOfAStep(few));
            ofMany = Math.Min(ofMany, MicrosecondsOfAStep(many));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a step: {ofFew:F2} us with 10 open tasks, {ofMany:F2} us with 1,000, ratio {ofMany / ofFew:F2}"));
        return 0;
    }

    private static StepResult WithOpenTasks(int tasks) => Instance.Start(Models.ManyTasks, ("n", tasks));

    private static double MicrosecondsOfAStep(StepResult opened)
    {
        var task = opened.Effects.OfType<CreateUserTask>().Last().TaskId;
        var started = Stopwatch.GetTimestamp();
        for (var n = 0; n < Steps; n++)
            Instance.Complete(Models.ManyTasks, opened.State, task);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / Steps;
    }
}
