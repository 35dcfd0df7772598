using BalancedEdu.Web.Api;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Demonstration;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Features.Tasks;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Infrastructure.Commands;
using BalancedEdu.Web.Infrastructure.Observability;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Processes;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddLocalSettings(args);
builder.Services.Configure<DatabaseSettings>(builder.Configuration.GetSection("Database"));
builder.Services.Configure<BureauSettings>(builder.Configuration.GetSection("Bureau"));
builder.Services.Configure<DemonstrationSettings>(builder.Configuration.GetSection("Demonstration"));
builder.Services.Configure<AdministratorSettings>(builder.Configuration.GetSection("Administrator"));

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddBalancedEduDatabase(builder.Configuration.GetSection("Database").Get<DatabaseSettings>() ?? new());
builder.Services.AddBalancedEduIdentity();
builder.Services.AddScoped<DemonstrationCity>();
builder.Services.AddScoped<FirstAdministrator>();
builder.Services.AddBalancedEduMail(builder.Configuration);
builder.Services.AddBalancedEduDocuments(builder.Configuration);
builder.Services.AddBalancedEduWeb();
builder.Services.AddBalancedEduRuntime(builder.Configuration);
builder.Services.AddBalancedEduReading();
builder.Services.AddBalancedEduProcesses();
builder.Services.AddScoped<TaskViews>();
builder.Services.AddScoped<OperationDesk>();
builder.Services.AddShell();
builder.Services.AddBalancedEduApi(builder.Configuration);

builder.AddBalancedEduObservability();

var commanded = OperatorCommands.Asked(args);
if (commanded)
    OperatorCommands.LogApart(builder.Logging);
var app = builder.Build();
if (commanded)
    return await OperatorCommands.RunAsync(app.Services, args, Console.Out);
await app.PrepareAsync();
app.MapBalancedEduObservability();
app.UseBalancedEduWeb();
app.MapBalancedEduApi();
app.GreetWhenStarted();
await app.RunAsync();
return OperatorCommands.Fine;

/// <summary>The entry point, public so that tests can host the real application.</summary>
public partial class Program;
