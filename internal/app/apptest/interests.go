package apptest

import (
	"context"

	"lunheng/internal/interests"
)

// noInterests lets whoever sits on the committee say that there is nothing to
// declare, as they have to when they are appointed.
func (w *World) noInterests() {
	for _, name := range []string{"chair", "vice", "law", "ethics", "lay", "ai", "med", "adviser"} {
		w.Done(w.Interests.Confirm(context.Background(), w.As(name), w.Now(), interests.On{Person: w.Person(name)}))
	}
}
