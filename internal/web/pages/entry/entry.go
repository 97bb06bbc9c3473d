// Package entry holds the pages before and around the work: front, login, and
// what is shown when something went wrong.
package entry

import (
	"net/http"
	"net/url"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/ui"
)

// Front greets somebody who is not logged in.
type Front struct {
	Page ui.PageInfo
	Demo []DemoRow
}

// DemoRow is an invented person one can be with one click.
type DemoRow struct{ Role, Name, Person, Login string }

// Login is the page to log in.
type Login struct {
	Page  ui.PageInfo
	Form  ui.Form
	Back  string
	Demo  []DemoRow
	Fresh bool // there is no account yet
}

// Trouble says what is wrong and what to do.
type Trouble struct {
	Page     ui.PageInfo
	Problems []*errs.Error
	Back     string
	Since    []ui.Entry // what others did meanwhile
	Again    *Again     // nil: sending the form again would not help
}

// Again is a form as it was sent, to be sent once more.
type Again struct {
	Action string
	Values url.Values
}

// TroubleTitle heads the page of an HTTP status.
func TroubleTitle(status int) lang.Text {
	switch status {
	case http.StatusNotFound:
		return lang.T("没有找到", "Not found")
	case http.StatusForbidden:
		return lang.T("无权办理", "Not allowed")
	case http.StatusConflict:
		return lang.T("现在不能这样做", "Not possible as things stand")
	case http.StatusUnauthorized:
		return lang.T("请先登录", "Please log in")
	case http.StatusTooManyRequests:
		return lang.T("请稍候", "Please wait")
	case http.StatusRequestEntityTooLarge:
		return lang.T("太大了", "Too large")
	case http.StatusBadRequest:
		return lang.T("请求无法读取", "The request cannot be read")
	case http.StatusUnprocessableEntity:
		return lang.T("请更正", "Please correct")
	}
	return lang.T("系统出错", "Something went wrong")
}

// demoRole is who a demo account is, in words.
func demoRole(r DemoRow) lang.Text {
	switch r.Login {
	case "researcher":
		return lang.T("科技人员", "Researcher")
	case "expert":
		return lang.T("复核专家", "Expert of a re-review")
	case "inspector":
		return lang.T("检查组成员", "Inspector")
	case "supervisor":
		return lang.T("教育主管部门人员", "Supervisor of education")
	case "city":
		return lang.T("科技主管部门人员（全市）", "Supervisor of the whole city")
	}
	return registry.Role(r.Role).Text()
}
