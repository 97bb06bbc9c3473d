package veto

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"lunheng/internal/document/sheet"
	"lunheng/internal/errs"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
)

// columns are the names that a column of a list may have.
var columns = map[string][]string{"name": {"姓名", "名称", "姓名或名称", "name"}, "paper": {"证件种类", "paper", "kind"}, "number": {"证件号码", "号码", "统一社会信用代码", "number"}}

// ReadRows reads a list: CSV or the first sheet of a workbook, whose first row names
// the columns, or the rows of a request to the API as JSON. Empty rows at its end are
// no rows.
func ReadRows(raw []byte) ([]Row, error) {
	var out []Row
	if bytes.HasPrefix(raw, []byte("[")) && json.Unmarshal(raw, &out) == nil {
		return tidy(out), nil
	}
	out = nil
	var at map[string]int
	err := sheet.Each(raw, MaxRows, func(cells []string) error {
		if at == nil {
			var err error
			at, err = columnsOf(cells)
			return err
		}
		get := func(column string) string {
			if i := at[column]; i >= 0 && i < len(cells) {
				return cells[i]
			}
			return ""
		}
		out = append(out, Row{Name: get("name"), Paper: get("paper"), Number: get("number")})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for len(out) > 0 && out[len(out)-1] == (Row{}) {
		out = out[:len(out)-1]
	}
	return out, nil
}

// columnsOf finds the columns in the head of a list.
func columnsOf(head []string) (map[string]int, error) {
	at := map[string]int{}
	for column, names := range columns {
		at[column] = sheet.Find(head, names...)
	}
	if at["name"] < 0 && at["number"] < 0 {
		return nil, errs.Mistake("file", "veto.columns", "第一行要有列名：姓名、证件种类、证件号码。", "The first row names the columns: name, paper, number.")
	}
	return at, nil
}

// tidy takes the blanks around what was typed away.
func tidy(rows []Row) []Row {
	out := slices.Clone(rows)
	for i, r := range out {
		out[i] = Row{Who: strings.TrimSpace(r.Who), Name: strings.TrimSpace(r.Name), Paper: strings.TrimSpace(r.Paper), Number: strings.TrimSpace(r.Number)}
	}
	return out
}

// The longest that a row may be, in characters.
const (
	maxName   = 200
	maxNumber = 60
)

// maxTold is how many bad rows are told one by one.
const maxTold = 100

// badRows tells which rows cannot be asked about, and why. One of them is enough that
// nothing is asked: an answer that is silent about a row would read as clear. A wrong
// check digit is no such mistake, since published numbers have it: its row is
// answered "ask a person".
func badRows(set *rules.Set, rows []Row) errs.List {
	kinds := paperKinds(set)
	var out errs.List
	n := 0
	for i, row := range rows {
		why := row.wrong(kinds)
		if why == nil {
			continue
		}
		if n++; n > maxTold {
			continue
		}
		if len(rows) > 1 {
			why.Text.ZH, why.Text.EN = "第 %d 行："+why.Text.ZH, "Row %d: "+why.Text.EN
			why.Args = append([]any{i + 1}, why.Args...)
			why.Field = "file"
		}
		out = append(out, why)
	}
	if n > maxTold {
		out = append(out, errs.Mistake("file", "veto.more_rows", "另有 %d 行也有错误。", "%d more rows have mistakes too.", n-maxTold))
	}
	return out
}

// wrong is why a row cannot be asked about; nil: it can.
func (r Row) wrong(kinds map[string]string) *errs.Error {
	_, known := kinds[strings.ToLower(r.Paper)]
	switch {
	case r.Who != "":
		return nil
	case r.Name == "" && r.Number == "":
		return errs.Mistake("name", "veto.row.empty", "没有姓名或名称，也没有证件号码。", "it has neither a name nor a number.")
	case utf8.RuneCountInString(r.Name) > maxName:
		return errs.Mistake("name", "veto.row.name", "姓名或名称超过 %d 字。", "the name has more than %d characters.", maxName)
	case utf8.RuneCountInString(r.Number) > maxNumber:
		return errs.Mistake("number", "veto.row.number", "证件号码超过 %d 个字符。", "the number has more than %d characters.", maxNumber)
	case r.Paper != "" && !known:
		return errs.Mistake("paper", "veto.row.paper", "“%s”不是可以查询的证件种类。", "%q is no kind of document that can be asked about.", errs.Short(r.Paper))
	case r.Paper == "" && r.Number != "" && guessed(r.Number) == "":
		return errs.Mistake("paper", "veto.row.no_paper", "有号码，没有证件种类，也认不出是身份证号码还是统一社会信用代码。", "its number has no kind of document, and cannot be told to be a resident's or a unit's.")
	}
	return nil
}

// paperKinds are the kinds of documents, by their codes and words in lower case.
func paperKinds(set *rules.Set) map[string]string {
	out := map[string]string{}
	for _, item := range set.List("identity_kinds") {
		for _, word := range []string{item.Code, item.Text.ZH, item.Text.EN} {
			out[strings.ToLower(word)] = item.Code
		}
	}
	return out
}

// guessed is the kind of document that a number without one must be of: a resident's
// or a unit's, whose numbers check themselves.
func guessed(number string) string {
	for _, paper := range []string{residentID, sanction.UnitPaper} {
		if !WrongNumber(paper, number) {
			return paper
		}
	}
	return ""
}

// prepare brings rows into the form in which they are looked for. The kind of a
// document may be written in words.
func prepare(set *rules.Set, rows []Row) []Row {
	kinds := paperKinds(set)
	out := slices.Clone(rows)
	for i := range out {
		r := &out[i]
		if code, ok := kinds[strings.ToLower(r.Paper)]; ok {
			r.Paper = code
		}
		if r.Paper == "" && r.Number != "" {
			r.Paper = guessed(r.Number)
		}
	}
	return out
}
