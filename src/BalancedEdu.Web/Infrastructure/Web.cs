using System.Globalization;
using System.Text.Unicode;
using BalancedEdu.Web.Api;
using BalancedEdu.Web.Features.Notifications;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.WebEncoders;

namespace BalancedEdu.Web.Infrastructure;

/// <summary>The web side of the house: pages, their language, their safety, their built assets.</summary>
public static class Web
{
    /// <summary>Registers Razor Pages with the product's conventions.</summary>
    public static IServiceCollection AddBalancedEduWeb(this IServiceCollection services)
    {
        services.AddRazorPages(options => options.RootDirectory = "/Features")
            .AddMvcOptions(options => SpeakChinese(options.ModelBindingMessageProvider));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "be-forms";
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddSingleton<ClientAssets>();
        // Else every Chinese character of a page would be written as &#x...;
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddResponseCompression(options =>
        {
            // Only built assets: compressing pages with secrets in them would let their length tell something.
            options.EnableForHttps = true;
            options.MimeTypes = ["text/css", "text/javascript", "image/svg+xml", "application/json+manifest"];
        });
        services.Configure<CookiePolicyOptions>(options =>
        {
            options.HttpOnly = HttpOnlyPolicy.Always;
            options.MinimumSameSitePolicy = SameSiteMode.Lax;
            options.Secure = CookieSecurePolicy.SameAsRequest;
        });
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var chinese = new CultureInfo("zh-CN");
            options.DefaultRequestCulture = new RequestCulture(chinese);
            options.SupportedCultures = [chinese];
            options.SupportedUICultures = [chinese];
        });
        return services;
    }

    /// <summary>The order in which a request passes: safety first, then files, then who asks, then the page.</summary>
    public static WebApplication UseBalancedEduWeb(this WebApplication app)
    {
        app.UseSecurityHeaders();
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/Errors/500");
            app.UseHsts();
        }
        app.UseStatusCodePagesWithReExecute("/Errors/{0}");
        app.UseApiProblems();
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = context => CacheHashedFiles(context.Context) });
        app.UseRequestLocalization();
        app.UseCookiePolicy();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapRazorPages();
        app.MapNotificationStream();
        return app;
    }

    /// <summary>Names under dist/assets contain a hash of the content: what was read once never changes.</summary>
    private static void CacheHashedFiles(HttpContext context) =>
        context.Response.Headers.CacheControl = context.Request.Path.StartsWithSegments("/dist/assets")
            ? "public, max-age=31536000, immutable"
            : "no-cache";

    private static void SpeakChinese(DefaultModelBindingMessageProvider messages)
    {
        messages.SetAttemptedValueIsInvalidAccessor((value, field) => $"“{value}”不能作为{field}");
        messages.SetMissingBindRequiredValueAccessor(field => $"没有填{field}");
        messages.SetMissingKeyOrValueAccessor(() => "这一项必填");
        messages.SetMissingRequestBodyRequiredValueAccessor(() => "提交的内容是空的");
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => $"“{value}”不是可用的值");
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => "不是可用的值");
        messages.SetNonPropertyValueMustBeANumberAccessor(() => "须填数字");
        messages.SetUnknownValueIsInvalidAccessor(field => $"{field}不是可用的值");
        messages.SetValueIsInvalidAccessor(value => $"“{value}”不是可用的值");
        messages.SetValueMustBeANumberAccessor(field => $"{field}须填数字");
        messages.SetValueMustNotBeNullAccessor(_ => "这一项必填");
    }
}
