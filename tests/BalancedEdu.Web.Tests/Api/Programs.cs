using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BalancedEdu.Web.Api;
using BalancedEdu.Web.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Api;

/// <summary>What a program was answered.</summary>
internal sealed record Answered(HttpStatusCode Status, JsonElement Body, string? Code, bool Replayed, string? Tag)
{
    public JsonElement this[string name] => Body.GetProperty(name);

    public int Revision => Body.GetProperty("revision").GetInt32();

    public string Detail => Body.GetProperty("detail").GetString()!;
}

/// <summary>Programs that act as people.</summary>
internal static class Programs
{
    public static readonly string[] AllScopes = [.. ApiScopes.All.Select(s => s.Scope)];

    /// <summary>A program with a token of a person; without scopes it has all of them.</summary>
    public static async Task<HttpClient> ProgramAsync(this ProductApp app, string userName, params string[] scopes)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<ApiTokens>().MakeAsync(
            "数据交换", scopes.Length == 0 ? AllScopes : scopes, 30, await app.PersonAsync(userName), default);
        Assert.Null(made.Refusal);
        var client = app.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Value!.Key);
        return client;
    }

    public static Task<Answered> ReadAsync(this HttpClient client, string address) =>
        client.SendAsync(HttpMethod.Get, address, null, null);

    /// <summary>Posts with a key of its own.</summary>
    public static Task<Answered> PostAsync(this HttpClient client, string address, object? body = null) =>
        client.SendAsync(
            HttpMethod.Post, address, body is null ? null : JsonSerializer.Serialize(body), $"{Guid.NewGuid()}");

    /// <summary>Posts, and expects it to be done.</summary>
    public static async Task<Answered> DoAsync(this HttpClient client, string address, object? body = null)
    {
        var answer = await client.PostAsync(address, body);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{address}: {answer.Body}");
        return answer;
    }

    public static async Task<Answered> SendAsync(
        this HttpClient client, HttpMethod method, string address, string? body, string? key,
        string type = "application/json", string? match = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + address);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        using var answer = await client.SendAsync(request);
        Assert.Equal(
            answer.IsSuccessStatusCode ? "application/json" : "application/problem+json",
            answer.Content.Headers.ContentType?.MediaType);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new(
            answer.StatusCode, json,
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty("code", out var code)
                ? code.GetString()
                : null,
            answer.Headers.Contains("Idempotency-Replayed"), answer.Headers.ETag?.Tag);
    }
}
