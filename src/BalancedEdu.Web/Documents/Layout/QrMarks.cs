using QRCoder;

namespace BalancedEdu.Web.Documents.Layout;

/// <summary>A QR code as filled rectangles: sharp at any size, and no picture in the file.</summary>
internal static class QrMarks
{
    /// <summary>The quiet zone of four modules is in the matrix; paper gives it already.</summary>
    private const int Quiet = 4;

    public static void Draw(Sheet sheet, string text, double x, double y, double side)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var matrix = data.ModuleMatrix;
        var count = matrix.Count - (2 * Quiet);
        var module = side / count;
        for (var row = 0; row < count; row++)
            for (var column = 0; column < count;)
            {
                var until = column;
                while (until < count && matrix[row + Quiet][until + Quiet])
                    until++;
                if (until > column)
                    sheet.Draw(new Mark.Box(
                        x + (column * module), y + (row * module), (until - column) * module, module));
                column = until + 1;
            }
    }
}
