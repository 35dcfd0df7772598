using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Which behaviour an element has. What isn't here can't run, and reading refuses it.</summary>
internal static class ElementRegistry
{
    private static readonly Dictionary<Type, ElementBehavior> Behaviors = new()
    {
        // Scopes
        [typeof(Process)] = new ProcessBehavior(),
        [typeof(SubProcess)] = new SubProcessBehavior(),
        [typeof(Transaction)] = new SubProcessBehavior(),
        [typeof(AdHocSubProcess)] = new AdHocSubProcessBehavior(),
        [typeof(CallActivity)] = new CallActivityBehavior(),

        // Tasks
        [typeof(UserTask)] = new UserTaskBehavior(),
        [typeof(ServiceTask)] = new ServiceTaskBehavior(),
        [typeof(SendTask)] = new SendTaskBehavior(),
        [typeof(ReceiveTask)] = new ReceiveTaskBehavior(),
        [typeof(ScriptTask)] = new ScriptTaskBehavior(),
        [typeof(BusinessRuleTask)] = new BusinessRuleTaskBehavior(),
        [typeof(ManualTask)] = new PassThroughTaskBehavior(),
        [typeof(AbstractTask)] = new PassThroughTaskBehavior(),

        // Gateways
        [typeof(ExclusiveGateway)] = new ExclusiveGatewayBehavior(),
        [typeof(ParallelGateway)] = new ParallelGatewayBehavior(),
        [typeof(InclusiveGateway)] = new InclusiveGatewayBehavior(),
        [typeof(EventBasedGateway)] = new EventBasedGatewayBehavior(),

        // Events
        [typeof(StartEvent)] = new StartEventBehavior(),
        [typeof(EndEvent)] = new EndEventBehavior(),
        [typeof(IntermediateThrowEvent)] = new IntermediateThrowEventBehavior(),
        [typeof(IntermediateCatchEvent)] = new IntermediateCatchEventBehavior(),
        [typeof(BoundaryEvent)] = new BoundaryEventBehavior(),
    };

    public static ElementBehavior Of(FlowNode node) => Behaviors[node.GetType()];

    /// <summary>The kinds that run, for the reference page's test.</summary>
    public static IEnumerable<Type> Kinds => Behaviors.Keys;
}
