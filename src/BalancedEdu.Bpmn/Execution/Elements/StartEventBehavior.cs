using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>A token is made and goes on; what started it has happened outside.</summary>
internal sealed class StartEventBehavior : ElementBehavior<StartEvent>;
