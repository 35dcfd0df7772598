namespace BalancedEdu.Bpmn.Model;

/// <summary>
/// How a value comes into an activity or out of it: <c>dataInputAssociation</c>, <c>dataOutputAssociation</c> and,
/// where a global task is called, <c>be:input</c> and <c>be:output</c>.
/// </summary>
/// <param name="Target">The variable that is set: of the activity's own, or around it.</param>
/// <param name="Value">What it is set to; null where <paramref name="Source"/> is copied.</param>
/// <param name="Source">
/// What is copied: a variable that the activity sees, or an entry of its result; the result as a whole when empty.
/// </param>
public sealed record DataAssociation(string Target, TextOrFeel? Value, string Source);
