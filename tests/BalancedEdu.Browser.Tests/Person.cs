using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace BalancedEdu.Browser.Tests;

/// <summary>Somebody at a browser, told what to do in the words of the page.</summary>
public sealed class Person(IPage page)
{
    public IPage Page { get; } = page;

    /// <summary>What the page complained about in its console; a page of ours says nothing there.</summary>
    public List<string> Complaints { get; } = [];

    public async Task SignInAsync(string userName)
    {
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Complaints.Add(message.Text);
        };
        Page.PageError += (_, error) => Complaints.Add(error);
        await Page.GotoAsync("/Account/Login");
        await Page.GetByLabel("账号", new() { Exact = true }).FillAsync(userName);
        await Page.GetByLabel("密码", new() { Exact = true }).FillAsync("lincheng2026");
        await Page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync(new Regex("/Inbox"), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
    }

    /// <summary>The row of the list that shows both texts.</summary>
    public ILocator Row(string title, string step) =>
        Page.Locator("li.ib-ln").Filter(new() { HasText = title }).Filter(new() { HasText = step });

    /// <summary>Looks at a view again and again until it shows such an item, and opens it.</summary>
    public async Task OpenAsync(string view, string title, string step)
    {
        var patience = Environment.TickCount64 + 30_000;
        await Page.GotoAsync($"/Inbox?view={view}");
        while (await Row(title, step).CountAsync() == 0 && Environment.TickCount64 < patience)
            await Page.GotoAsync($"/Inbox?view={view}", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Row(title, step).First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(Page.Locator(".tk-hero h1")).ToContainTextAsync(title);
    }

    public async Task ClaimAsync()
    {
        await Page.Locator("#act").GetByRole(AriaRole.Button, new() { NameRegex = new("^认领") }).ClickAsync();
        await Assertions.Expect(Page.Locator("#decide")).ToBeAttachedAsync();
    }

    /// <summary>Writes into a field and sees that the form has taken it at once.</summary>
    public async Task WriteAsync(string label, string text)
    {
        var field = Field(label);
        await field.FillAsync(text);
        await Assertions.Expect(Page.Locator("input[name=formData]")).ToHaveValueAsync(new Regex(Regex.Escape(text)));
    }

    public Task TickAsync(string label) =>
        Page.Locator("#form").GetByRole(AriaRole.Checkbox, new() { Name = label }).First.CheckAsync();

    public async Task ChooseAsync(string label, string option)
    {
        await Field(label).Locator("xpath=ancestor::*[contains(@class, 'fjs-input-group')][1]").ClickAsync();
        await Page.Locator(".fjs-dropdownlist-item").Filter(new() { HasText = option }).First.ClickAsync();
    }

    /// <summary>Types a date into a date field and leaves it.</summary>
    public async Task DateAsync(string label, string date)
    {
        var field = Field(label);
        await field.FillAsync(date);
        await field.PressAsync("Enter");
        await field.BlurAsync();
    }

    /// <summary>Presses an outcome's button, gives the opinion in its dialog, and confirms there.</summary>
    public async Task DecideAsync(string outcome, string? comment = null)
    {
        var task = Page.Url;
        var bar = Page.Locator("#act");
        await bar.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{outcome}") }).First.ClickAsync();
        var dialog = Page.Locator("dialog[open]");
        await OpenedAsync(dialog, outcome);
        if (comment is not null)
            await dialog.GetByRole(AriaRole.Textbox).FillAsync(comment);
        await dialog.Locator("footer button[name=outcome]").ClickAsync();
        await Page.WaitForURLAsync(
            url => url != task && !url.Contains("/Completion", StringComparison.Ordinal),
            new() { WaitUntil = WaitUntilState.DOMContentLoaded });
    }

    /// <summary>A form that is wrong holds the dialog back: the test then says what the form says.</summary>
    private async Task OpenedAsync(ILocator dialog, string outcome)
    {
        try
        {
            await dialog.WaitForAsync(new() { Timeout = 10_000 });
        }
        catch (TimeoutException)
        {
            var said = await Page.Locator("#form .fjs-form-field-error, #form .be-error").AllInnerTextsAsync();
            var data = await Page.Locator("input[name=formData]").InputValueAsync();
            Assert.Fail($"{outcome}: the form is wrong: {string.Join(" / ", said)} in {data}");
        }
    }

    public Task SeesAsync(string text) => Assertions.Expect(Page.Locator("main")).ToContainTextAsync(text);

    /// <summary>The first field of the form with such a label that can be written into.</summary>
    private ILocator Field(string label) => Page.Locator("#form").GetByLabel(new Regex($"^{label}"))
        .And(Page.Locator(":not([readonly]):not([disabled])")).First;
}
