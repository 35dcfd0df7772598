using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Documents.Layout;
using BalancedEdu.Web.Tests.Architecture;

namespace BalancedEdu.Web.Tests.Documents;

/// <summary>The fonts that the client's build puts beside its assets.</summary>
internal static class TestFonts
{
    private static readonly Lazy<FontPair> Pair = new(() => new(Read("Regular"), Read("Bold")));

    public static string Folder { get; } = Path.Combine(SourceTree.Root, "src/BalancedEdu.Web/wwwroot/dist/fonts");

    public static FontPair Fonts => Pair.Value;

    public static byte[] Write(DocumentTemplate template, DocumentInput input) => PdfFile.Write(
        DocumentRenderer.Lay(template, input, Fonts), Fonts, new(template.Head.Title, input.Issuer, input.At));

    private static FontFace Read(string weight)
    {
        var path = Path.Combine(Folder, $"NotoSerifSC-{weight}.ttf");
        Assert.True(File.Exists(path), $"{path} is missing: run npm ci && npm run build in Client");
        return FontFace.Read(path, File.ReadAllBytes(path));
    }
}
