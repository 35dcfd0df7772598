using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Documents;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>A version of a bundle, compiled and ready: immutable, shared, cached by its row.</summary>
public sealed class PublishedBundle
{
    /// <summary>The row of the version.</summary>
    public required long VersionId { get; init; }

    /// <summary>Counted from 1 for a process.</summary>
    public required int Version { get; init; }

    /// <summary>The type tag in lists: 大班额.</summary>
    public required string ShortName { get; init; }

    /// <summary>The compiled process; its id and name are those of the bundle.</summary>
    public required ProcessDefinition Definition { get; init; }

    /// <summary>The BPMN file as it was published, for the diagram.</summary>
    public required string Xml { get; init; }

    /// <summary>Form-js schemas as they were published, by the form's id.</summary>
    public required IReadOnlyDictionary<string, string> FormSchemas { get; init; }

    /// <summary>The same forms, ready to check submissions.</summary>
    public required IReadOnlyDictionary<string, FormDefinition> Forms { get; init; }

    /// <summary>Liquid texts of <c>mail/*.liquid</c>, by the template's id.</summary>
    public required IReadOnlyDictionary<string, string> Mails { get; init; }

    /// <summary>Templates of <c>documents/*.liquid</c> with their samples, by kind.</summary>
    public IReadOnlyDictionary<string, SampledTemplate> Documents { get; init; } =
        new Dictionary<string, SampledTemplate>();
}
