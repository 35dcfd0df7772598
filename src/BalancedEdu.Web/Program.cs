using BalancedEdu.Web.Data;
using BalancedEdu.Web.Demonstration;
using BalancedEdu.Web.Infrastructure;

var builder = WebApplication.CreateBuilder(args);
builder.Services.Configure<DatabaseSettings>(builder.Configuration.GetSection("Database"));
builder.Services.Configure<DemonstrationSettings>(builder.Configuration.GetSection("Demonstration"));

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddBalancedEduDatabase(builder.Configuration.GetSection("Database").Get<DatabaseSettings>() ?? new());
builder.Services.AddBalancedEduIdentity();
builder.Services.AddScoped<DemonstrationCity>();
builder.Services.AddRazorPages(options => options.RootDirectory = "/Features");

var app = builder.Build();
await app.PrepareAsync();
app.UseAuthentication();
app.UseAuthorization();
app.MapRazorPages();
await app.RunAsync();

/// <summary>The entry point, public so that tests can host the real application.</summary>
public partial class Program;
