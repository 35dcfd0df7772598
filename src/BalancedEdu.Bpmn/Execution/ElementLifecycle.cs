namespace BalancedEdu.Bpmn.Execution;

/// <summary>Where an element instance stands.</summary>
public enum ElementLifecycle
{
    /// <summary>A token has come; what it needs is being worked out.</summary>
    Activating,

    /// <summary>It works or waits.</summary>
    Activated,

    /// <summary>Its work is done; where to go is being worked out.</summary>
    Completing,

    /// <summary>The token has gone on.</summary>
    Completed,

    /// <summary>It is being ended from outside.</summary>
    Terminating,

    /// <summary>It was ended from outside.</summary>
    Terminated,
}

/// <summary>All legal moves of an element instance, as a table.</summary>
internal static class ElementLifecycleTable
{
    // Rows: from; columns: to, in the order of the enumeration.
    private static readonly bool[,] Legal =
    {
        /* activating  */ { false, true, false, false, true, false },
        /* activated   */ { false, false, true, false, true, false },
        /* completing  */ { false, false, false, true, true, false },
        /* completed   */ { false, false, false, false, false, false },
        /* terminating */ { false, false, false, false, false, true },
        /* terminated  */ { false, false, false, false, false, false },
    };

    /// <summary>Whether an instance may move so.</summary>
    public static bool Allows(ElementLifecycle from, ElementLifecycle to) => Legal[(int)from, (int)to];

    /// <summary>Stops on an illegal move: it is a defect of the engine, and going on would corrupt the case.</summary>
    /// <exception cref="InvalidOperationException">The table doesn't allow the move.</exception>
    public static void Require(string elementId, long id, ElementLifecycle from, ElementLifecycle to)
    {
        if (!Allows(from, to))
            throw new InvalidOperationException($"Element '{elementId}' ({id}) cannot move from {from} to {to}.");
    }
}
