// Package figure writes what was measured, each value beside a limit or a peer
// measured in the same run.
package figure

import (
	"encoding/json"
	"fmt"
	"io"
)

// Figure is one measured value beside a limit of the same run.
type Figure struct {
	What    string  `json:"what"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit"`
	Against string  `json:"against,omitempty"` // the limit or peer
	Limit   float64 `json:"limit,omitzero"`
	Ratio   float64 `json:"ratio,omitzero"` // value divided by limit
}

// Beside adds the limit that a figure is to be read against.
func (f Figure) Beside(limit Figure) Figure {
	f.Against, f.Limit = limit.What, limit.Value
	if limit.Value != 0 {
		f.Ratio = f.Value / limit.Value
	}
	return f
}

// Write prints figures, one a line, for people or as JSON.
func Write(w io.Writer, format string, figures ...Figure) error {
	for _, f := range figures {
		if format == "json" {
			if err := json.NewEncoder(w).Encode(f); err != nil {
				return err
			}
			continue
		}
		line := fmt.Sprintf("%-52s %12s %s", f.What, number(f.Value), f.Unit)
		if f.Against != "" {
			line += fmt.Sprintf("  (%.2f of %s: %s)", f.Ratio, f.Against, number(f.Limit))
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

func number(v float64) string {
	if v >= 100 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}
