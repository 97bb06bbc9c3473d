// Package account holds the page of one's own account.
package account

import (
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// Mine is one's own account.
type Mine struct {
	Page    ui.PageInfo
	Head    ui.HeadInfo
	Facts   []ui.Fact
	Profile string // address of one's own entry in the register
	Lang    ui.Field
	Theme   ui.Field
	Offices []register.Row
	Held    ui.TableInfo
	Tokens  []Token
	Pager   ui.PagerInfo
	Key     string
}

// Token is an API token; the token itself was shown when it was made.
type Token struct {
	ID     string
	Label  string
	Scopes string
	Made   string
	Until  string
	Used   string
	State  ui.Status
	Valid  bool
}
