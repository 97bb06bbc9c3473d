package web

import (
	"errors"
	"strconv"

	"lunheng/internal/document/sheet"
	"lunheng/internal/lang"
	"lunheng/internal/oversight"
	"lunheng/internal/store"
)

const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// maxBookRows bounds a workbook; the format itself ends at 1,048,576.
const maxBookRows = 200_000

// dayCount reads a number of days; anything else leaves it as it is.
func dayCount(text string, n int) int {
	if days, err := strconv.Atoi(text); err == nil && days >= 0 && days < 10_000 {
		return days
	}
	return n
}

// oversightBook and questionBook send a list as a workbook: the same records for the
// same address, all pages of it.
func (s *Server) oversightBook(r *Request) error { return r.sendListed((*Request).numberList) }

func (s *Server) questionBook(r *Request) error { return r.sendListed((*Request).questionList) }

func (r *Request) sendListed(of func(*Request) (counted, error)) (err error) {
	at, err := of(r)
	if err != nil {
		return err
	}
	if at.form.Err != nil {
		return at.form.Err
	}
	var head []string
	for _, c := range r.listedColumns() {
		head = append(head, r.C.Text(c.Text))
	}
	book, err := sheet.NewBook(append(head, r.C.T("编号", "Id")), 60, 24, 40, 30, 14, 40)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	pg := store.Paging{Limit: store.MaxPage}
	for n := 0; n < maxBookRows; {
		page, err := oversight.List(r.Reader(), r.P, at.Filter, pg)
		if err != nil {
			return err
		}
		names, units, err := r.listedNames(page.Items)
		if err != nil {
			return err
		}
		for _, row := range page.Items {
			t, part := names[row.ID], r.part(at.Measure, row.Part)
			if t.With != "" {
				part = lang.T("%s：%s", "%s: %s").With(part, t.With.Text())
			}
			if err := book.Add(r.C.Text(t.Text), r.C.Text(part), r.C.Text(english(units[row.Unit])), placeName(row.Region), string(row.Day), row.ID); err != nil {
				return err
			}
		}
		n += len(page.Items)
		if pg.After = page.Next; pg.After == "" {
			break
		}
	}
	r.sendHeader("oversight-"+at.Measure.Code+"-"+string(r.P.Day)+".xlsx", workbook)
	_, err = book.WriteTo(r.W)
	return err
}

// unitsBook sends the numbers of all units in sight as a workbook.
func (s *Server) unitsBook(r *Request) (err error) {
	at, err := r.sighted("/oversight/units")
	if err != nil {
		return err
	}
	if at.form.Err != nil {
		return at.form.Err
	}
	head := []string{r.C.T("单位", "Unit"), r.C.T("地区", "Place")}
	for _, code := range unitMeasures {
		m, _ := oversight.Find(code)
		head = append(head, r.C.Text(m.Name))
	}
	book, err := sheet.NewBook(head, 44, 30)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	pg := store.Paging{Limit: store.MaxPage}
	for {
		page, err := oversight.Holders(r.Reader(), r.P, at.Scope, pg)
		if err != nil {
			return err
		}
		for _, h := range page.Items {
			cells := []any{r.C.Text(english(lang.T(h.NameZH, h.NameEN))), placeName(h.Region)}
			for _, code := range unitMeasures {
				cells = append(cells, h.N[code])
			}
			if err := book.Add(cells...); err != nil {
				return err
			}
		}
		if pg.After = page.Next; pg.After == "" {
			break
		}
	}
	r.sendHeader("oversight-units-"+string(r.P.Day)+".xlsx", workbook)
	_, err = book.WriteTo(r.W)
	return err
}
