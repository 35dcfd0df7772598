using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Tests.Architecture;

/// <summary>The core is pure, as far as references tell: read from the assemblies' metadata, so that no call
/// escapes.</summary>
public class PureCoreTests
{
    private static readonly string[] ForbiddenNamespaces =
    [
        "System.IO.FileSystem", "System.Net", "System.Threading", "System.Diagnostics", "Microsoft.Extensions",
            "System.Data",
        "System.Timers", "System.Security.Cryptography",
    ];

    private static readonly string[] ForbiddenTypes =
    [
        "System.Random", "System.IO.File", "System.IO.FileStream", "System.IO.Directory", "System.Console",
        "System.TimeProvider", "System.Threading.Tasks.Task", "System.Threading.Thread",
    ];

    private static readonly string[] ForbiddenMembers =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
            "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
            "System.TimeZoneInfo.get_Local",
    ];

    /// <summary>
    /// Interlocked and Volatile keep lazily made tables safe between threads; they start none. Environment gives
    /// iterators the number of their thread. Stopwatch charges regular expressions for the time they take.
    /// </summary>
    private static readonly string[] Harmless =
    [
        "System.Environment", "System.Diagnostics.Stopwatch", "System.Threading.Interlocked",
            "System.Threading.Volatile", "System.Threading.Lock",
        "System.Diagnostics.DebuggableAttribute", "System.Diagnostics.DebuggableAttribute/DebuggingModes",
        "System.Diagnostics.DebuggerBrowsableState", "System.Diagnostics.DebuggerBrowsableAttribute",
        "System.Diagnostics.DebuggerHiddenAttribute",
    ];

    public static TheoryData<string> Cores =>
        [typeof(ProcessEngine).Assembly.Location, typeof(FeelExpression).Assembly.Location];

    [Theory, MemberData(nameof(Cores))]
    public void It_touches_no_clock_no_chance_no_files_no_threads(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeReferences.Select(handle => NameOf(metadata, handle)).ToList();
        Assert.True(types.Count > 50, "nothing was read");
        Assert.Empty(types.Where(type => IsForbidden(type) && !Harmless.Contains(type)));
        var members = metadata.MemberReferences.Select(handle => metadata.GetMemberReference(handle))
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member =>
                $"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}");
        Assert.Empty(members.Where(ForbiddenMembers.Contains));
    }

    [Theory, MemberData(nameof(Cores))]
    public void It_references_the_base_library_and_feel_only(string assembly) => Assert.Empty(
        Assembly.LoadFrom(assembly).GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name =>
                !name.StartsWith("System.", StringComparison.Ordinal) && name is not ("System" or "BalancedEdu.Feel")));

    private static bool IsForbidden(string type) => ForbiddenTypes.Contains(type)
        || (ForbiddenNamespaces.Any(name => type.StartsWith(name, StringComparison.Ordinal))
            && !type.StartsWith("System.Diagnostics.CodeAnalysis", StringComparison.Ordinal));

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}/{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
