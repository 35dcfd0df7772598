using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>The mail of send tasks and of throwing events: the token goes on, delivery is the host's.</summary>
internal static class MailSending
{
    /// <summary>Works the mail out; it is sent by whoever has worked out all else that may fail.</summary>
    public static IReadOnlyList<SendMail> Of(Stepping x, FlowNode node, MailMessage? mail, ElementInstance element) =>
        mail is null
            ? []
            : [new(element.Id, node.Id, mail.Template, Evaluation.Texts(x, mail.To, element.Id, "收件人"),
                Visible(x, element))];

    public static void Send(Stepping x, IReadOnlyList<SendMail> mails)
    {
        foreach (var mail in mails)
            x.Add(mail);
    }

    /// <summary>All variables that the element sees; inner ones hide outer ones of the same name.</summary>
    public static FeelContext Visible(Stepping x, ElementInstance element)
    {
        var scopes = new List<FeelContext>();
        for (var id = element.Id; id != 0;)
        {
            var scope = x.State.Element(id);
            scopes.Add(scope.Variables);
            id = scope.ParentId;
        }
        return new FeelContext(Enumerable.Reverse(scopes).SelectMany(scope => scope));
    }
}
