using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Errors;

/// <summary>What is said where a request ends without a page: what it is, why, and what to do now.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
[ResponseCache(Duration = 0, NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class IndexModel : PageModel
{
    /// <summary>The status; part of the address, so it also binds where a POST is run again as this page.</summary>
    [BindProperty(SupportsGet = true, Name = "code")]
    public int Status { get; set; }

    /// <summary>The sentence for the status.</summary>
    public string Headline => Status switch
    {
        400 => "这一页已过期",
        401 => "登录已过期",
        403 => "您不能做这件事",
        404 => "没有这件事项，或您无权查看",
        409 => "这件刚被别人办过",
        413 => "文件太大",
        429 => "操作太频繁",
        >= 500 => "系统出错，刚才的操作没有完成",
        _ => "没有办成",
    };

    /// <summary>Why, and what now.</summary>
    public string Advice => Status switch
    {
        400 => "页面开得太久，或在别处退出过登录。返回后重新打开，再提交一次。",
        401 => "重新登录后再办。",
        403 => "您看得到，但岗位不包括这项操作。需要时请科室负责人或管理员调整岗位。",
        404 => "编号可能有误，事项可能不在您的辖区或岗位范围内。可从收件箱或台账重新找。",
        409 => "您的操作没有提交。返回事项可以看到谁在什么时候办了什么。",
        413 => "单个文件不超过 20 MB。压缩后重新上传。",
        429 => "稍等一分钟再试。",
        >= 500 => "内容没有保存的，返回后仍在页面上。反复出现时，把下面的编号告知管理员。",
        _ => "返回上一页再试一次。",
    };

    /// <summary>What an administrator finds in the log.</summary>
    public string TraceId => HttpContext.TraceIdentifier;

    /// <summary>Opened by itself, the address must not claim a success.</summary>
    public void OnGet() => Response.StatusCode = Status is >= 400 and <= 599 ? Status : StatusCodes.Status404NotFound;
}
