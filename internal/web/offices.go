package web

import (
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/ui"
)

// committees are those in which this person holds one of the roles today, each
// once.
func (r *Request) committees(roles ...string) []string {
	var out []string
	if r.Me == nil {
		return nil
	}
	for _, o := range r.Me.Offices {
		if o.Kind == registry.InCommittee && o.Active && o.On(r.P.Day) && slices.Contains(roles, string(o.Role)) && !slices.Contains(out, o.Body) {
			out = append(out, o.Body)
		}
	}
	return out
}

// committeeOptions offers them with their names.
func (r *Request) committeeOptions(roles ...string) ([]ui.Option, error) {
	ids := r.committees(roles...)
	names, err := r.bodies(auth.Committee, ids...)
	if err != nil {
		return nil, err
	}
	out := make([]ui.Option, len(ids))
	for i, id := range ids {
		out[i] = ui.Option{Value: id, Text: english(names[id])}
	}
	return out, nil
}

// inCommittee reports whether the person holds one of the roles in a committee
// today.
func (r *Request) inCommittee(committee string, roles ...string) bool {
	return slices.Contains(r.committees(roles...), committee)
}

// modeText is how a meeting is held.
func modeText(mode string) lang.Text {
	switch mode {
	case "in_person":
		return lang.T("现场", "In person")
	case "video":
		return lang.T("视频", "By video")
	case "mixed":
		return lang.T("现场与视频", "In person and by video")
	}
	return lang.Same(mode)
}
