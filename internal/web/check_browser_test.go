package web_test

import (
	"strings"
	"testing"

	"lunheng/internal/browsertest"
	"lunheng/internal/lang"
)

// answeredByKeys says which answers the keyboard takes: how often Tab is pressed
// before Enter. Every other question takes its first answer.
var answeredByKeys = map[string]int{"participants": 2}

// keyed answers the questions as they come with the keyboard alone: the first
// answer has the focus when the page opens.
func keyed(tab *browsertest.Tab, shot func(code string)) {
	const enter, tabulator, space = "\r", "\t", " "
	for range 40 {
		tab.Wait(`document.readyState === 'complete' && !!document.querySelector('#check')`)
		code := tab.Eval(`(document.querySelector('#check form.panel .choices button, #check form.panel .choices input') || {}).name || ''`)
		code = strings.Trim(code, `"`)
		if code == "" {
			return
		}
		tab.Wait(`document.activeElement && document.activeElement.closest('.choices') !== null`)
		shot(code)
		boxes := tab.Eval(`!!document.querySelector('#check .choices input')`) == "true"
		tab.Eval(`window.asked = true`)
		switch {
		case boxes && code == "vulnerable":
			tab.Press(space + enter)
		case boxes:
			tab.Press(enter)
		default:
			tab.Press(strings.Repeat(tabulator, answeredByKeys[code]) + enter)
		}
		tab.Wait(`window.asked !== true && document.readyState === 'complete' && !!document.querySelector('#check h2')`)
	}
}

// The two-minute check by the keyboard alone, in both languages, on a phone and
// on a desk; the page at its end can be printed.
func TestTwoMinuteCheckByKeyboard(t *testing.T) {
	t.Parallel()
	for _, look := range browsertest.Looks() {
		l := look.Lang
		t.Run(look.Name, func(t *testing.T) {
			b := newBench(t)
			tab := b.tab("lin", look.View)
			b.ok(b.Accounts.SetPreferences(ctx, b.As("lin"), l, ""))
			tab.Go(b.URL + "/check")
			tab.Wait(`document.activeElement && document.activeElement.name === 'region'`)
			tab.Press("440305\r")
			tab.Wait(`!!document.querySelector('#check .choices')`)
			shots := map[string]bool{"participants": true, "listed": true, "partners": true}
			keyed(tab, func(code string) {
				if shots[code] {
					tab.Axe()
					tab.NoSidewaysScroll()
					tab.Shot("check-" + code + "-" + look.Name)
				}
			})
			end := map[lang.Lang]string{lang.ZH: "问完了", lang.EN: "That is all"}[l]
			tab.WaitText("#check h2", end)
			tab.Axe()
			tab.NoSidewaysScroll()
			tab.Shot("check-end-" + look.Name)

			// Going back keeps every answer, and says what the new one changes.
			given := tab.Eval(`document.querySelectorAll('.answers dd').length`)
			tab.Follow(`.answers a[href$="edit=participants"]`)
			tab.Wait(`document.querySelectorAll('.answers dd').length === ` + given + ` - 1`)
			tab.Wait(`document.activeElement && document.activeElement.closest('.choices') !== null`)
			tab.Shot("check-again-" + look.Name)
			tab.Follow(`button[name=participants][value=none]`)
			tab.Wait(`document.querySelectorAll('.brought-less').length > 0`)
			tab.Shot("check-less-" + look.Name)
			tab.Axe()
			tab.Paper()
			tab.Shot("check-paper-" + look.Name)
		})
	}
}
