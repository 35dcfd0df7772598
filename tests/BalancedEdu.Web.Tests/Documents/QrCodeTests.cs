using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Documents.Layout;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace BalancedEdu.Web.Tests.Documents;

/// <summary>What a phone reads off the paper: the boxes of the file as a picture, decoded by another library.</summary>
public sealed class QrCodeTests
{
    /// <summary>Dots a point: some 300 to the inch, as a cheap printer has.</summary>
    private const int Dots = 4;

    [Theory]
    [InlineData("https://shenpi.edu.example/verify/8T2K9QWERTY0PASD1234")]
    [InlineData("https://balanced-education.approvals.edu.lincheng.gov.cn:8443/office/verify/8T2K9QWERTY0PASD1234")]
    public void The_code_of_a_document_says_its_verification_address(string address)
    {
        const string Text = """
            ---
            title: 督办单
            ---
            <h1>督办单</h1><p>请收到本单后立即办理。</p><sign unit="{{ unit }}" date="2026年11月27日"/>
            """;
        var template = DocumentTemplate.TryParse("order", Text, out _)!;
        var file = TestFonts.Write(template, new(
            """{"unit":"临澄市教育局"}""", "临澄市教育局", new(2026, 11, 27, 10, 0, 0, TimeSpan.FromHours(8)),
            new Verification(address, ["核验码：8T2K9QWERTY0PASD1234"])));
        Assert.Equal(address, Decode(file));
    }

    private static string? Decode(byte[] file)
    {
        using var pdf = PdfDocument.Open(file);
        var page = pdf.GetPage(pdf.NumberOfPages);
        var (width, height) = ((int)(page.Width * Dots), (int)(page.Height * Dots));
        var picture = new byte[width * height];
        Array.Fill(picture, (byte)255);
        foreach (var box in page.Paths.Where(p => p.IsFilled).Select(p => p.GetBoundingRectangle())
            .OfType<PdfRectangle>())
            for (var y = (int)Math.Round((page.Height - box.Top) * Dots); y < (page.Height - box.Bottom) * Dots; y++)
                for (var x = (int)Math.Round(box.Left * Dots); x < box.Right * Dots; x++)
                    picture[(y * width) + x] = 0;
        var source = new RGBLuminanceSource(picture, width, height, RGBLuminanceSource.BitmapFormat.Gray8);
        var hints = new Dictionary<DecodeHintType, object> { [DecodeHintType.TRY_HARDER] = true };
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)), hints)?.Text;
    }
}
