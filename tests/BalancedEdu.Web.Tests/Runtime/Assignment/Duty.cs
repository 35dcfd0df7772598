using System.Text;

namespace BalancedEdu.Web.Tests.Runtime.Assignment;

/// <summary>
/// A folder of small bundles <c>FIRST → DUTY</c>, made where a test says what stands in their <c>be:assignment</c>.
/// </summary>
internal sealed class Duty : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("balancededu-duty-").FullName;

    /// <summary>
    /// Adds a bundle whose first task has the first words, and the second, if any, the others and further attributes.
    /// </summary>
    public Duty Add(string id, string first, string? duty = null, string attributes = "")
    {
        var second = duty is null ? "" : Task("DUTY", duty, attributes);
        Directory.CreateDirectory(Path.Combine(Folder, id));
        File.WriteAllText(Path.Combine(Folder, id, id + ".bpmn"), $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:be="http://balancededu.cn/schema/bpmn/1.0" targetNamespace="http://balancededu.cn/tests">
              <bpmn:process id="{id}" name="值班" isExecutable="true" be:titleExpression="值班">
                <bpmn:startEvent id="S" />
                {Task("FIRST", first)}
                {second}
                <bpmn:endEvent id="E" />
                <bpmn:sequenceFlow id="F1" sourceRef="S" targetRef="FIRST" />
                {(duty is null
                    ? """<bpmn:sequenceFlow id="F2" sourceRef="FIRST" targetRef="E" />"""
                    : """
                      <bpmn:sequenceFlow id="F2" sourceRef="FIRST" targetRef="DUTY" />
                      <bpmn:sequenceFlow id="F3" sourceRef="DUTY" targetRef="E" />
                      """)}
              </bpmn:process>
            </bpmn:definitions>
            """, Encoding.UTF8);
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Task(string id, string words, string attributes = "") => $"""
        <bpmn:userTask id="{id}" name="{id}" be:allow="transfer" {attributes}>
          <bpmn:extensionElements>
            <be:assignment {words} />
            <be:outcome id="ok" name="同意" kind="primary" />
            <be:outcome id="no" name="不同意" kind="danger" />
          </bpmn:extensionElements>
        </bpmn:userTask>
        """;
}
