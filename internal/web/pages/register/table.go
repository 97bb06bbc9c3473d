package register

import "lunheng/internal/web/ui"

// with tells the table how many rows it has.
func with(t ui.TableInfo, rows int) ui.TableInfo {
	t.Rows = rows
	return t
}
