namespace BalancedEdu.Bpmn.Validation;

/// <summary>Why a file is not read at all: it is above a limit, or no XML.</summary>
internal sealed partial class FindingLog
{
    private const string Smaller = "删去图片等附加内容，或拆分流程。";

    public void FileEmpty() => Break("bpmn.file.empty", null, "文件是空的。", "重新导出或重新选择文件。", 1);

    public void FileTooLarge(int bytes, int max) => Break(
        "bpmn.file.too-large", null, $"文件有 {bytes / 1024.0 / 1024.0:0.0} MB，超过上限 {max / 1024 / 1024} MB。", Smaller, 1);

    public void FileTooDeep(int max, int line) => Break(
        "bpmn.file.too-deep", null, $"元素嵌套超过 {max} 层。", "减少子流程的嵌套层数。", line);

    public void FileTooManyElements(int max, int line) => Break(
        "bpmn.file.too-many-elements", null, $"文件的元素超过 {max} 个。", Smaller, line);

    public void FileTooManyAttributes(int max, int line) => Break(
        "bpmn.file.too-many-attributes", null, $"文件的属性超过 {max} 个。", Smaller, line);

    public void FileTooManyNamespaces(int max, int line) => Break(
        "bpmn.file.too-many-namespaces", null, $"文件的命名空间声明（xmlns）超过 {max} 处。",
        "用流程设计器重新导出，使声明只在根元素上。", line);

    public void ElementWithTooManyAttributes(int max, int line) => Break(
        "bpmn.element.too-many-attributes", null, $"第 {line} 行的元素有超过 {max} 个属性。", "删去多余的属性。", line);

    public void TextTooLong(int max, int line) => Break(
        "bpmn.file.text-too-long", null, $"第 {line} 行的一处文字超过 {max} 个字符。", "删去嵌入的图片或长文，改为附件。", line);

    public void NameTooLong(int max, int line) => Break(
        "bpmn.file.name-too-long", null, $"第 {line} 行有超过 {max} 个字符的元素名或属性名。", "用流程设计器重新导出。", line);

    public void FileWithDtd(int line) => Break(
        "bpmn.file.dtd", null, "文件带有 DTD（<!DOCTYPE>）。为了安全，本系统不读取 DTD 和实体。", "删去 <!DOCTYPE …> 一段，或用流程设计器重新导出。", line);

    public void EncodingUnknown(string encoding) => Break(
        "bpmn.file.encoding-unknown", null, $"文件声明的编码“{Cut(encoding)}”不能读取。", "另存为 UTF-8 编码。", 1);

    public void EncodingWrong(string encoding, int line) => Break(
        "bpmn.file.encoding-wrong", null, $"第 {line} 行有不是 {encoding} 编码的字节。", "另存为 UTF-8 编码，并检查首行声明的编码。", line);

    public void FileTruncated(string? element, int opened, string? id, int line) => Break(
        "bpmn.file.truncated", id,
        element is null ? "文件不完整，到末尾还没有结束。" : $"文件不完整：到末尾，第 {opened} 行的元素 {Cut(element)} 还没有结束。",
        "重新下载或重新导出文件。", line);

    public void FileNotXml(string reason, string? id, int line) => Break(
        "bpmn.file.not-xml", id, $"文件不是可读取的 XML，第 {line} 行：{reason}。", "用流程设计器重新导出。", line);

    public void NotBpmn(string root, string space, int line) => Break(
        "bpmn.file.not-bpmn", null,
        root == "definitions"
            ? $"根元素 definitions 的命名空间是“{Cut(space)}”，不是 BPMN 2.0 的。"
            : $"根元素是 {Cut(root)}，不是 BPMN 2.0 的 definitions。",
        "请选择 BPMN 2.0 文件（.bpmn）。", line);

    public void NotOneProcess(IReadOnlyList<string> ids, bool executable, int line) => Break(
        "bpmn.process.not-one", null,
        ids.Count == 0
            ? "文件里没有流程。"
            : $"文件里有 {ids.Count} 个{(executable ? "可执行" : "")}流程：{Cut(string.Join("、", ids))}；没有说明运行哪一个。",
        ids.Count == 0 ? "画一个流程后再发布。" : "把要运行的一个设为可执行（isExecutable=true），其余的设为不可执行。", line);

    public void ProcessNotInFile(string id, IReadOnlyList<string> ids, int line) => Break(
        "bpmn.process.not-found", null,
        ids.Count == 0 ? "文件里没有流程。" : $"文件里没有流程“{id}”；有：{Cut(string.Join("、", ids))}。",
        "改流程的 id，或指定文件里有的流程。", line);
}
