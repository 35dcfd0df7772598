namespace BalancedEdu.Web.Features.Shared;

/// <summary>Light or dark, as the reader chose; written into the page by the server so that no page flashes.</summary>
public static class Theme
{
    /// <summary>Set by the shell's script when the reader switches.</summary>
    public const string Cookie = "be-theme";

    /// <summary>
    /// <c>dark</c> where that was chosen, else <c>light</c>: a cookie is input and is never copied into the page.
    /// </summary>
    public static string Of(HttpRequest request) => request.Cookies[Cookie] == "dark" ? "dark" : "light";
}
