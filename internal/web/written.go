package web

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lunheng/internal/lang"
	"lunheng/internal/web/pages/entry"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// keepTyped adds to the page of a refusal what was typed into a form that is not
// on it: the page of a form that nobody may send any more, or one that only says
// what is wrong. So nothing has to be thought of twice.
func (r *Request) keepTyped(page *bytes.Buffer) error {
	lost := r.written(func(name string) bool {
		return bytes.Contains(page.Bytes(), []byte(`name="`+templ.EscapeString(name)+`"`)) && !bytes.Contains(page.Bytes(), []byte(`type="hidden" name="`+templ.EscapeString(name)+`"`))
	})
	at := bytes.LastIndex(page.Bytes(), []byte("</main>"))
	if len(lost) == 0 || at < 0 {
		return nil
	}
	var b bytes.Buffer
	b.Write(page.Bytes()[:at])
	if err := entry.Typed(r.C, lost).Render(r.Context(), &b); err != nil {
		return err
	}
	b.Write(page.Bytes()[at:])
	*page = b
	return nil
}

// written is what somebody typed and chose in the form that was sent: words,
// numbers, days, choices, but for the fields that a page shows. What pages send by
// themselves (ids, keys, versions) is left out, and so are secrets.
func (r *Request) written(shown func(name string) bool) []ui.Fact {
	var out []ui.Fact
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if plumbing[name] || secret(name) || shown(name) {
			continue
		}
		for _, text := range r.PostForm[name] {
			if text = strings.TrimSpace(text); text != "" && !machineMade.MatchString(text) {
				out = append(out, ui.Fact{Label: fieldName(name), Text: r.chosen(text)})
			}
		}
	}
	return out
}

// plumbing are fields that pages fill in by themselves.
var plumbing = map[string]bool{"version": true, "key": true, "back": true, "lang": true, "theme": true, "round": true, "section": true, form.Find: true, form.Seek: true}

// secret reports whether a field holds what must not be shown again.
func secret(name string) bool {
	return strings.Contains(name, "password") || name == "repeat" || name == "token"
}

// machineMade is what nobody types: ids and hashes.
var machineMade = regexp.MustCompile(`^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64})$`)

// chosen is a choice in words, where the packs have just one for its code; what
// was typed stays as it is.
func (r *Request) chosen(text string) string {
	set, found := r.law(""), lang.Text{}
	for _, list := range set.Lists() {
		item, ok := set.Item(list, text)
		if !ok {
			continue
		}
		if !found.IsZero() && found.ZH != item.Text.ZH {
			return text
		}
		found = item.Text
	}
	if found.IsZero() {
		return text
	}
	return r.C.Text(found)
}

// fieldNames are the fields that many forms have, in words.
var fieldNames = map[string]lang.Text{
	"reason": lang.T("理由", "Reason"), "reasons": lang.T("理由", "Reasons"), "exclude": lang.T("理由", "Reason"), "note": lang.T("说明", "Note"),
	"text": lang.T("内容", "Text"), "question": lang.T("问题", "Question"), "title": lang.T("名称", "Title"), "name": lang.T("名称", "Name"),
	"name_en": lang.T("英文名称", "Name in English"), "nature": lang.T("利益的性质", "Nature of the interest"), "number": lang.T("编号", "Number"),
	"day": lang.T("日期", "Day"), "from": lang.T("起", "From"), "until": lang.T("止", "Until"), "due": lang.T("期限", "Due"), "time": lang.T("时间", "Time"),
	"starts_at": lang.T("日期", "Day"), "place": lang.T("地点", "Place"), "mode": lang.T("方式", "Mode"), "outcome": lang.T("决定", "Decision"),
	"choice": lang.T("选择", "Choice"), "mark": lang.T("意见", "Finding"), "stipulations": lang.T("须修改的内容", "What has to be changed"),
	"label": lang.T("标签", "Label"), "role": lang.T("角色", "Role"), "kind": lang.T("类别", "Kind"), "state": lang.T("状态", "State"),
	"email": lang.T("电子邮箱", "E-mail"), "phone": lang.T("电话", "Telephone"), "login": lang.T("登录名", "Login"), "plan": lang.T("方案", "Plan"),
	"what": lang.T("操作", "What to do"), "conflict": lang.T("利益冲突", "Conflict"), "fields": lang.T("领域", "Fields"), "region": lang.T("行政区划", "Region"),
}

// fieldName is a field in words; one that only few forms have keeps its own name.
func fieldName(name string) lang.Text {
	base, _, _ := strings.Cut(name, "-")
	base = base[strings.LastIndexByte(base, '.')+1:]
	if text, ok := fieldNames[base]; ok {
		return text
	}
	return lang.Same(base)
}

// again is the form to send once more, where the refusal was not about what it
// says: after logging in, after a while, after our own fault. Its key makes sure
// that it has one effect.
func (r *Request) again(status int) *entry.Again {
	if status != http.StatusUnauthorized && status != http.StatusTooManyRequests && status < http.StatusInternalServerError {
		return nil
	}
	if r.Method != http.MethodPost || len(r.PostForm) == 0 || r.MultipartForm != nil {
		return nil
	}
	values := url.Values{}
	for name, given := range r.PostForm {
		if secret(name) {
			return nil
		}
		values[name] = given
	}
	return &entry.Again{Action: r.URL.RequestURI(), Values: values}
}
