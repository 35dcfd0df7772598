namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>States as they were stored; they are never changed, only added to.</summary>
internal static class RecordedStates
{
    public static IReadOnlyDictionary<string, string> Format2 { get; } = new Dictionary<string, string>
    {
        ["subscriptions"] = """
            {"format":2,"next":11,"end":"E","passed":["C","C_E","E","F","F_B","F_M","S","S_F"],"elements":[{"id":1,"element":"p","is":"activated","variables":{"n":2,"k":"2026-1"}},{"id":5,"element":"M","parent":1,"is":"activated"},{"id":6,"element":"B","parent":1,"is":"activated"}],"timers":[],"subscriptions":[{"id":2,"element":"H_s","instance":1,"signal":"s"},{"id":7,"element":"M","instance":5,"message":"m","key":"2026-1"},{"id":8,"element":"C","instance":6,"spent":true}]}
            """,
        ["compensation"] = """
            {"format":2,"next":18,"passed":["P","P_E","S","S_P","a","a_e","e","s","s_a","undo_a"],"elements":[{"id":1,"element":"p","is":"activated","variables":{"a":[{},{}],"undo_a":{}}},{"id":13,"element":"E","parent":1,"is":"activated"},{"id":14,"element":"P","parent":1,"is":"activated","compensates":true,"waiter":13},{"id":15,"element":"a","parent":14,"is":"activated","compensates":true,"waiter":14},{"id":17,"element":"undo_a","parent":15,"is":"activated","variables":{"i":1,"result":{},"a":{}},"compensates":true,"waiter":15}],"timers":[]}
            """,
        ["signers"] = """
            {"format":2,"next":6,"passed":["A","S","S_A"],"elements":[{"id":1,"element":"p","is":"activated"},{"id":3,"element":"A","parent":1,"is":"activated","signing":{"waiting":["z"],"outcome":{"outcome":"ok","comment":null,"by":"wang.wu","at":{"$dateTime":"2026-09-07T09:00:00+08:00"},"form":{}},"opinions":[{"outcome":"ok","comment":null,"by":"x","at":{"$dateTime":"2026-09-07T09:00:00+08:00"},"form":{}}]}},{"id":5,"element":"A","parent":3,"is":"activated","variables":{"added signer":"y"},"signing":{"place":2}}],"timers":[]}
            """,
        ["added"] = """
            {"format":2,"next":8,"passed":["A","S","S_A"],"elements":[{"id":1,"element":"p","is":"activated"},{"id":3,"element":"A","parent":1,"is":"activated","loop":{"total":4,"removed":1,"added":1,"items":["a","b","c","x"],"results":[[1,{"outcome":"ok","comment":null,"by":"wang.wu","at":{"$dateTime":"2026-09-07T09:00:00+08:00"},"form":{}}]]}},{"id":6,"element":"A","parent":3,"is":"activated","counter":3,"variables":{"who":"c"}},{"id":7,"element":"A","parent":3,"is":"activated","counter":4,"variables":{"who":"x","added signer":"x"}}],"timers":[]}
            """,
        ["returned"] = """
            {"format":2,"next":6,"passed":["A","A_B","S","S_A"],"elements":[{"id":1,"element":"p","is":"activated","variables":{"A":{"outcome":"ok","comment":null,"by":"wang.wu","at":{"$dateTime":"2026-09-07T09:00:00+08:00"},"form":{}}}},{"id":5,"element":"A","parent":1,"is":"activated","goesTo":"B"}],"timers":[]}
            """,
        ["suspended"] = """
            {"format":2,"next":5,"passed":["S","S_A"],"elements":[{"id":1,"element":"p","is":"activated","variables":{"n":2}},{"id":3,"element":"A","parent":1,"is":"activated"}],"timers":[],"subscriptions":[{"id":4,"element":"C","instance":3}],"suspended":{"at":"2026-09-07T09:00:00+08:00","reason":"查证","changed":true}}
            """,
        ["closed"] = """
            {"format":2,"next":4,"passed":["S","S_A"],"elements":[{"id":1,"element":"p","is":"activated","variables":{"n":1}},{"id":3,"element":"A","parent":1,"is":"completing","closed":true,"incident":{"code":"bpmn.activity.no-flow-selected","message":"A 的条件都不成立，也没有默认流：“go = true”（A_E）不成立，提示：第 1 个字符“go”：没有这个变量。请改正变量后重试。"}}],"timers":[]}
            """,
        ["called"] = """
            {"format":2,"next":6,"passed":["A","S","S_A"],"elements":[{"id":1,"element":"p","is":"activated","variables":{"A":{"outcome":"ok","comment":null,"by":"wang.wu","at":{"$dateTime":"2026-09-07T09:00:00+08:00"},"form":{}}}},{"id":3,"element":"A","parent":1,"is":"activated","loop":{"total":2,"items":[],"results":[]}},{"id":5,"element":"A","parent":3,"is":"activated","counter":2}],"timers":[],"called":true}
            """,
    };

    public static IReadOnlyDictionary<string, string> Format3 { get; } = new Dictionary<string, string>
    {
        ["signers"] = """
            {"format":3,"next":5,"passed":["S","S_A"],"elements":[{"id":1,"element":"p","is":"activated"},{"id":3,"element":"A","parent":1,"is":"activated","signing":{"waiting":[{"user":"y","by":"wang.wu"}]}},{"id":4,"element":"A","parent":3,"is":"activated","variables":{"added signer":"x"},"signing":{"place":0,"by":"wang.wu"}}],"timers":[]}
            """,
        ["added"] = """
            {"format":3,"next":6,"passed":["S","S_A"],"elements":[{"id":1,"element":"p","is":"activated"},{"id":3,"element":"A","parent":1,"is":"activated","loop":{"total":2,"added":1,"addedBy":["wang.wu"],"items":[null,"x"],"results":[]}},{"id":4,"element":"A","parent":3,"is":"activated","counter":1},{"id":5,"element":"A","parent":3,"is":"activated","counter":2,"variables":{"added signer":"x"}}],"timers":[]}
            """,
        ["received"] = """
            {"format":3,"next":6,"passed":["S","S_A"],"elements":[{"id":1,"element":"p","is":"activated"},{"id":3,"element":"A","parent":1,"is":"activated","received":{"B":{"payload":{"n":1},"subscriptions":[{"id":4,"element":"B","instance":3,"message":"m"}]}}}],"timers":[],"subscriptions":[{"id":5,"element":"B","instance":3,"signal":"s"}]}
            """,
        ["progress"] = """
            {"format":3,"next":7,"passed":["A","S","S_A"],"elements":[{"id":1,"element":"p","is":"activated"},{"id":3,"element":"A","parent":1,"is":"activated","loop":{"total":3,"unjudged":[2],"items":[],"results":[[2,{"outcome":"ok","comment":null,"by":"wang.wu","at":{"$dateTime":"2026-09-07T09:00:00+08:00"},"form":{}}]]},"incident":{"code":"bpmn.condition.not-boolean","message":"条件“if go then loopCounter = 2 else null”的结果是 null，不是 true 或 false。提示：第 4 个字符“go”：没有这个变量。请改正变量后重试。","progress":true}},{"id":4,"element":"A","parent":3,"is":"activated","counter":1},{"id":6,"element":"A","parent":3,"is":"activated","counter":3}],"timers":[]}
            """,
        ["delivered"] = """
            {"format":3,"next":4,"passed":["S","S_A"],"elements":[{"id":1,"element":"p","is":"activated","variables":{"n":2,"kept":2}},{"id":3,"element":"A","parent":1,"is":"completing","closed":true,"delivered":true,"incident":{"code":"bpmn.condition.not-boolean","message":"条件“go”的结果是 null，不是 true 或 false。提示：第 1 个字符“go”：没有这个变量。请改正变量后重试。"}}],"timers":[]}
            """,
        ["call"] = """
            {"format":3,"next":5,"passed":["S","S_C"],"elements":[{"id":1,"element":"p","is":"activated"},{"id":3,"element":"C","parent":1,"is":"activated","call":4}],"timers":[]}
            """,
        ["fixed"] = """
            {"format":3,"next":5,"passed":["S","S_T"],"elements":[{"id":1,"element":"p","is":"activated"},{"id":3,"element":"T","parent":1,"is":"activated"}],"timers":[{"id":4,"element":"T","instance":3,"due":"2026-10-09T08:00:00+08:00","fixed":true}]}
            """,
    };
}
