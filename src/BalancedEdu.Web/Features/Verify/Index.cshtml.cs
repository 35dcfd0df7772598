using System.Security.Cryptography;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Infrastructure;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Features.Verify;

/// <summary>
/// The public page that tells whether a document is what it says. It needs the code of the document, tells nothing of
/// persons or of the case, and answers an address only so often a minute.
/// </summary>
[AllowAnonymous, EnableRateLimiting(Registration.VerificationLimit), RequestSizeLimit(FileBytesMax + 65_536)]
public sealed class IndexModel(DocumentVerifier verifier, IOptions<BureauSettings> bureau) : PageModel
{
    /// <summary>A larger file is none of ours.</summary>
    public const int FileBytesMax = 10 * 1024 * 1024;

    /// <summary>Whose page it is.</summary>
    public string Bureau => bureau.Value.Name;

    /// <summary>The code as typed.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The document, or null.</summary>
    public VerifiedDocument? Document { get; private set; }

    /// <summary>Whether what was compared is the document; null before.</summary>
    public bool? Matches { get; private set; }

    /// <summary>The hash as typed.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Why nothing was compared, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The document of a code.</summary>
    public async Task OnGetAsync(string? code, CancellationToken cancellation)
    {
        Code = code ?? "";
        Document = await verifier.FindAsync(code, cancellation);
        if (Code.Length > 0 && Document is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }

    /// <summary>比对: a file or a hash.</summary>
    public async Task OnPostAsync(string? code, IFormFile? file, string? hash, CancellationToken cancellation)
    {
        await OnGetAsync(code, cancellation);
        if (Document is null)
            return;
        Hash = new([.. (hash ?? "").Where(char.IsAsciiHexDigit)]);
        if (file is { Length: > FileBytesMax })
            Refusal = $"文件超过 {FileBytesMax / 1024 / 1024} MB，不是本单位出具的文书。";
        else if (file is { Length: > 0 })
        {
            await using var stream = file.OpenReadStream();
            Hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
        }
        if (Refusal is null && Hash.Length != 2 * SHA256.HashSizeInBytes)
            Refusal = "请选择文件，或者填写 64 位十六进制的 SHA-256。";
        if (Refusal is null)
            Matches = string.Equals(Hash, Document.Sha256, StringComparison.OrdinalIgnoreCase);
        else
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
    }
}
