package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/meeting"
	"lunheng/internal/web/ui"
)

// roomPage is the meeting room as a whole.
func (s *Server) roomPage(r *Request) error {
	v, err := s.room(r)
	if err != nil {
		return err
	}
	v.Page.Wide = true
	return r.Page(pages.RoomPage(r.C, v))
}

// screenPage is the meeting on the wall.
func (s *Server) screenPage(r *Request) error {
	v, err := s.room(r)
	if err != nil {
		return err
	}
	v.Page.Wide = true
	return r.Page(pages.ScreenPage(r.C, v))
}

// roomParts draw the parts of the room that keep themselves up to date.
var roomParts = map[string]func(ui.Ctx, pages.Room) templ.Component{
	pages.PartAgenda: pages.AgendaPart, pages.PartCase: pages.CasePart, pages.PartFloor: pages.FloorPart, pages.PartRecord: pages.RecordPart, pages.PartScreen: pages.ScreenPart,
}

// roomPart answers with one part of the room, or says that nothing changed. To
// say so it reads the meeting and draws nothing.
func (s *Server) roomPart(r *Request) error {
	draw, ok := roomParts[r.PathValue("part")]
	if !ok {
		return s.notFound(r)
	}
	live, err := s.Review.Live(r.Reader(), r.P, r.C.Now, r.PathValue("id"))
	if err != nil {
		return err
	}
	etag, err := r.roomTag(live)
	if err != nil {
		return err
	}
	r.W.Header().Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		r.W.Header().Set("Cache-Control", "no-store")
		r.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	v, err := s.room(r)
	if err != nil {
		return err
	}
	r.W.Header().Set("ETag", v.ETag)
	return r.Page(draw(r.C, v))
}

// roomTag changes whenever something in the room does that this person sees.
func (r *Request) roomTag(live review.Live) (string, error) {
	seen := struct {
		Live   review.Live
		Case   int64 // version of the case at hand: questions and answers
		Lang   lang.Lang
		Person string
		Left   []string // of the time planned: it moves by itself
	}{Live: live, Lang: r.C.Lang, Person: r.P.Person}
	for _, it := range live.Items {
		left, _ := r.timeBox(it)
		seen.Left = append(seen.Left, r.C.Text(left))
	}
	if live.Current != nil {
		var err error
		if seen.Case, err = journal.Head(r.Reader(), review.Stream(live.Current.Review)); err != nil {
			return "", err
		}
	}
	raw, err := json.Marshal(seen)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(raw)
	return `"` + hex.EncodeToString(sum[:12]) + `"`, nil
}

// roomActs are what can be done in the room, by the last part of the address.
// Many act at once in a room, so no act asks that nothing else has happened;
// votes and decisions name their round instead.
func (s *Server) roomActs() map[string]func(*Request, string) (journal.Outcome, error) {
	on := func(act func(*Request, review.OnMeeting) (journal.Outcome, error)) func(*Request, string) (journal.Outcome, error) {
		return func(r *Request, id string) (journal.Outcome, error) {
			return act(r, review.OnMeeting{Meeting: id, Key: r.Key()})
		}
	}
	return map[string]func(*Request, string) (journal.Outcome, error){
		"open": on(func(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
			return s.Review.OpenSession(r.Context(), r.P, r.C.Now, cmd)
		}),
		"close": on(func(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
			return s.Review.CloseSession(r.Context(), r.P, r.C.Now, cmd)
		}),
		"take-chair": on(func(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
			return s.Review.TakeChair(r.Context(), r.P, r.C.Now, cmd)
		}),
		"apologise": func(r *Request, id string) (journal.Outcome, error) {
			return s.Review.Apologise(r.Context(), r.P, r.C.Now, review.Move{Meeting: id, Person: r.PostFormValue("person"), Key: r.Key()})
		},
		"adjourn": s.adjourn,
		"approve-together": on(func(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
			return s.Review.ApproveTogether(r.Context(), r.P, r.C.Now, cmd)
		}),
		"by-itself": on(s.liftConsent),
		"declare":   on(s.declareInterest), "arrive": s.arrive, "arrive-remote": s.arriveRemote, "adviser": s.inviteAdviser, "leave": s.leave, "open-item": s.openItem, "point": s.checkPoint, "ask": s.askInRoom,
		"exclude": s.excludeMember, "open-vote": s.openVote, "vote": s.castVote, "close-vote": s.closeVote, "decide": s.decide, "defer": s.deferItem,
	}
}

// roomAct does one thing in the room. A page with scripts stays where it is;
// its parts follow at once.
func (s *Server) roomAct(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	act, ok := s.roomActs()[r.PathValue("act")]
	if !ok {
		return s.notFound(r)
	}
	id := r.PathValue("id")
	if _, err := act(r, id); err != nil {
		if r.wantsText() || !Refused(err) {
			return err
		}
		return s.roomRefused(r, err)
	}
	if r.Header.Get("HX-Request") != "true" {
		return r.See("/meetings/"+id+"/room", lang.Text{})
	}
	r.W.Header().Set("HX-Trigger", "live")
	r.W.WriteHeader(http.StatusNoContent)
	return nil
}

// roomRefused is the room again with what was typed, for pages without scripts;
// with them nothing on the page has changed.
func (s *Server) roomRefused(r *Request, err error) error {
	v, wrong := s.room(r)
	if wrong != nil {
		return err
	}
	v.Page.Wide, v.Form = true, r.refused(r.placed(err))
	return r.Render(Status(err), pages.RoomPage(r.C, v))
}

// placed points errors at the fields that were sent, which are named after what
// they are about.
func (r *Request) placed(err error) error {
	for name := range r.PostForm {
		if base, _, own := strings.Cut(name, "-"); own {
			err = atField(err, base, name)
		}
	}
	return err
}

// own is the value of a field that is named after what it is about.
func (r *Request) own(name string, about ...string) string {
	return r.PostFormValue(pages.Own(name, about...))
}

func (s *Server) adjourn(r *Request, id string) (journal.Outcome, error) {
	cmd := review.Adjourn{Meeting: id, Reason: r.PostFormValue("adjourn_reason"), Key: r.Key()}
	if at, err := time.ParseInLocation("2006-01-02 15:04", r.PostFormValue("until")+" "+r.PostFormValue("time"), calendar.Beijing()); err == nil {
		cmd.Until = at
	}
	out, err := s.Review.Adjourn(r.Context(), r.P, r.C.Now, cmd)
	return out, atField(err, "reason", "adjourn_reason")
}

func (s *Server) arrive(r *Request, id string) (journal.Outcome, error) {
	return s.Review.Arrive(r.Context(), r.P, r.C.Now, review.Move{Meeting: id, Person: r.PostFormValue("person"), Key: r.Key()})
}

func (s *Server) arriveRemote(r *Request, id string) (journal.Outcome, error) {
	return s.Review.Arrive(r.Context(), r.P, r.C.Now, review.Move{Meeting: id, Person: r.PostFormValue("person"), Remote: true, Key: r.Key()})
}

func (s *Server) inviteAdviser(r *Request, id string) (journal.Outcome, error) {
	about := r.PostFormValue("review")
	return s.Review.InviteAdviser(r.Context(), r.P, r.C.Now, review.InviteAdviser{Meeting: id, Review: about, Person: r.own("adviser", about), Field: r.own("field", about), Key: r.Key()})
}

func (s *Server) leave(r *Request, id string) (journal.Outcome, error) {
	return s.Review.Leave(r.Context(), r.P, r.C.Now, review.Move{Meeting: id, Person: r.PostFormValue("person"), Key: r.Key()})
}

func (r *Request) onItem(id string) review.OnItem {
	return review.OnItem{Meeting: id, Review: r.PostFormValue("review"), Key: r.Key()}
}

func (s *Server) openItem(r *Request, id string) (journal.Outcome, error) {
	return s.Review.OpenItem(r.Context(), r.P, r.C.Now, r.onItem(id))
}

func (s *Server) closeVote(r *Request, id string) (journal.Outcome, error) {
	return s.Review.CloseVote(r.Context(), r.P, r.C.Now, r.onItem(id))
}

func (s *Server) checkPoint(r *Request, id string) (journal.Outcome, error) {
	about, point := r.PostFormValue("review"), r.PostFormValue("point")
	return s.Review.CheckPoint(r.Context(), r.P, r.C.Now, review.CheckPoint{Meeting: id, Review: about, Point: point,
		Mark: r.own("mark", about, point), Note: r.own("note", about, point), Key: r.Key()})
}

func (s *Server) askInRoom(r *Request, _ string) (journal.Outcome, error) {
	about := r.PostFormValue("review")
	return s.Review.AskQuestion(r.Context(), r.P, r.C.Now, review.AskQuestion{Review: about, Text: r.own("question", about), Key: r.Key()})
}

func (s *Server) excludeMember(r *Request, id string) (journal.Outcome, error) {
	about := r.PostFormValue("review")
	return s.Review.Exclude(r.Context(), r.P, r.C.Now, review.ExcludeMember{Meeting: id, Review: about, Person: r.own("person", about),
		Reason: r.own("exclude", about), Key: r.Key()})
}

func (s *Server) openVote(r *Request, id string) (journal.Outcome, error) {
	about := r.PostFormValue("review")
	return s.Review.OpenVote(r.Context(), r.P, r.C.Now, review.OpenVote{Meeting: id, Review: about, Secret: r.own("secret", about) == "yes", Key: r.Key()})
}

// roundSeen is the round that the person saw. A form without it is no form of
// ours.
func (r *Request) roundSeen() (int, error) {
	n, err := strconv.Atoi(r.PostFormValue("round"))
	if err != nil || n < 1 {
		return 0, errs.New(errs.Invalid, "web.round", lang.T("请重新打开会议室再试。", "Open the room again and try once more.")).At("round")
	}
	return n, nil
}

func (s *Server) castVote(r *Request, id string) (journal.Outcome, error) {
	round, err := r.roundSeen()
	if err != nil {
		return journal.Outcome{}, err
	}
	about := r.PostFormValue("review")
	return s.Review.CastVote(r.Context(), r.P, r.C.Now, review.CastVote{Meeting: id, Review: about, Round: round, Choice: r.own("choice", about, strconv.Itoa(round)), Key: r.Key()})
}

func (s *Server) decide(r *Request, id string) (journal.Outcome, error) {
	round, err := r.roundSeen()
	if err != nil {
		return journal.Outcome{}, err
	}
	about := r.PostFormValue("review")
	cmd := review.Decide{Meeting: id, Review: about, Round: round, Outcome: r.own("outcome", about), Reasons: r.own("reasons", about),
		Checker: r.own("checker", about), FollowUp: months(r.own("follow_up", about)), Key: r.Key()}
	for line := range strings.Lines(r.own("stipulations", about)) {
		cmd.Stipulations = append(cmd.Stipulations, strings.TrimSpace(line))
	}
	return s.Review.Decide(r.Context(), r.P, r.C.Now, cmd)
}

// months is a number of months as a form sends it; what is none is out of bounds.
func months(s string) int {
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// followUpField asks for the months between follow-ups.
func followUpField(name string) ui.Field {
	f := ui.Field{Name: name, Label: lang.T("跟踪审查的间隔", "Months between follow-ups"), Help: lang.T("不选则按规则的最长间隔；只能更短。", "As the rules say unless chosen; only shorter."),
		Options: []ui.Option{{Value: "", Text: lang.T("按规则", "As the rules say")}}}
	for _, n := range []int{1, 2, 3, 4, 6, 9, 12} {
		f.Options = append(f.Options, ui.Option{Value: strconv.Itoa(n), Text: lang.T("%d 个月", "%d months").With(n)})
	}
	return f
}

func (s *Server) deferItem(r *Request, id string) (journal.Outcome, error) {
	about := r.PostFormValue("review")
	return s.Review.Defer(r.Context(), r.P, r.C.Now, review.Defer{Meeting: id, Review: about, Reason: r.own("reason", about), Note: r.own("note", about), Key: r.Key()})
}
