var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages(options => options.RootDirectory = "/Features");
var app = builder.Build();
app.MapRazorPages();
app.Run();

/// <summary>The entry point, public so that tests can host the real application.</summary>
public partial class Program;
