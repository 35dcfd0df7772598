using BalancedEdu.Web.Documents.Layout;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Documents;

/// <summary>The fonts that documents are set in. Read once: 15 MB each, and nobody changes them while we run.</summary>
public sealed class DocumentFonts(IWebHostEnvironment environment, IOptions<DocumentSettings> settings)
{
    private const string Shipped = "dist/fonts";
    private readonly Lock _gate = new();
    private FontPair? _fonts;

    /// <summary>What is missing, in a Chinese sentence with what to do; null when all is there.</summary>
    public string? Missing => new[] { RegularPath, BoldPath }.FirstOrDefault(p => !File.Exists(p)) is { } path
        ? $"没有中文字体文件 {path}，不能生成 PDF。请运行 npm run build（它从 @expo-google-fonts/noto-serif-sc 复制字体），"
            + "或者在 Documents:RegularFont 和 Documents:BoldFont 里指定 .ttf 文件。"
        : null;

    private string RegularPath => PathOf(settings.Value.RegularFont, "NotoSerifSC-Regular.ttf");

    private string BoldPath => PathOf(settings.Value.BoldFont, "NotoSerifSC-Bold.ttf");

    /// <summary>The fonts.</summary>
    /// <exception cref="DocumentException">One is missing or can't be used.</exception>
    public FontPair Get()
    {
        lock (_gate)
        {
            if (_fonts is not null)
                return _fonts;
            if (Missing is { } missing)
                throw new DocumentException("document.font-missing", missing);
            return _fonts = new(Read(RegularPath), Read(BoldPath));
        }
    }

    private static FontFace Read(string path) => FontFace.Read(path, File.ReadAllBytes(path));

    private string PathOf(string given, string shipped) => given.Length > 0
        ? Path.GetFullPath(given)
        : Path.Combine(environment.WebRootPath ?? environment.ContentRootPath, Shipped, shipped);
}
