package consent

import (
	"regexp"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

var (
	codeForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$`)
	identity = regexp.MustCompile(`(^|[^0-9])([0-9]{15}|[0-9]{17}[0-9Xx])($|[^0-9Xx])|^\+?(86)?1[0-9]{10}$`)
	digits   = regexp.MustCompile(`[0-9]`)
	passport = regexp.MustCompile(`^[EeGgDdSsPp][A-Za-z]?[0-9]{7,8}$`)
)

// maxCodes bounds how many consents one act records.
const maxCodes = 500

// Code checks the code of a participant: it is not a name, nor a number by
// which people are known elsewhere.
func Code(code string) *errs.Error {
	switch {
	case !codeForm.MatchString(code):
		return errs.Mistake("codes", "consent.code.form", "“%.40s”不是参与者编号：只用字母、数字、点、横线，不写姓名。", "%.40q is no code of a participant: letters, digits, dots and dashes only, no names.", code)
	case !digits.MatchString(code):
		return errs.Mistake("codes", "consent.code.name", "“%.40s”像是姓名。参与者只记编号，编号里要有数字。", "%.40q looks like a name. Participants are codes, with a digit in them.", code)
	case identity.MatchString(code) || passport.MatchString(code):
		return errs.Mistake("codes", "consent.code.identity", "这像是身份证、护照或电话号码。参与者只记研究编号。", "This looks like a number of identity, a passport or a telephone. Participants are known by study codes only.")
	}
	return nil
}

// Record notes consents that were given.
type Record struct {
	Activity string       `json:"activity"`
	Codes    []string     `json:"codes"`
	Document string       `json:"document"` // which one was signed
	Way      string       `json:"way"`
	N        int          `json:"n"` // version that was signed; 0: the one in force
	Day      calendar.Day `json:"day"`
	Young    bool         `json:"young,omitempty"` // of a guardian's: none of them can be asked in person yet
	Version  int64        `json:"version"`
	Key      string       `json:"key,omitempty"`
}

// Record decides to note consents. Only the version in force can be agreed to.
func (s State) Record(cmd Record, f Facts) ([]journal.New, error) {
	if err := s.recordable("consent.given"); err != nil {
		return nil, err
	}
	var wrong errs.List
	if cmd.N != 0 && cmd.N != s.InForce {
		wrong.Add(errs.Refuse("consent.version.old", "现在使用的是第 %d 版，不能再用第 %d 版取得同意（医学研究伦理审查办法第三十八条）。", "Version %d is in force; version %d can no longer be agreed to (Medical Review Measures, article 38).", s.InForce, cmd.N).At("n"))
	}
	if !slices.Contains(s.Documents, cmd.Document) {
		wrong.Add(errs.Mistake("document", "consent.document", "请选择签署的是哪一种文书。", "Choose which document was signed."))
	}
	if !has(f.Ways, cmd.Way) {
		wrong.Add(errs.Mistake("way", "consent.way", "请选择取得同意的方式。", "Choose how consent is taken."))
	}
	wrong.Add(past(cmd.Day, f.Today))
	codes := s.codes(cmd, f, &wrong)
	guardian := f.guardian(cmd.Document)
	if cmd.Young && !guardian {
		wrong.Add(errs.Mistake("young", "consent.young", "只有监护人签署时才填写本人尚不能征求意见。", "Only where a guardian signs can it be that somebody is not asked in person."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	body := Given{N: s.InForce, Document: cmd.Document, Way: cmd.Way, Codes: codes, Day: cmd.Day, Beside: f.Beside[cmd.Document], Asks: guardian && !cmd.Young}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// guardian reports whether a document is signed by somebody else, so that the
// participants may have to be asked in person too.
func (f Facts) guardian(document string) bool {
	for _, of := range f.Beside {
		if of == document {
			return true
		}
	}
	return false
}

// recordable refuses before anything was approved.
func (s State) recordable(event string) error {
	if s.Exists() && s.InForce == 0 {
		return errs.Refuse("consent.not_approved", "知情同意书还没有经委员会批准，不能用它取得同意。", "The committee has not approved the consent form yet; nobody can agree to it.")
	}
	return s.allows(event)
}

// codes are those that were typed, each once, as far as they are codes.
func (s State) codes(cmd Record, f Facts, wrong *errs.List) []string {
	var out []string
	for _, code := range cmd.Codes {
		code = strings.TrimSpace(code)
		if code == "" || slices.Contains(out, code) {
			continue
		}
		p, known := s.People[code]
		switch e := Code(code); {
		case e != nil:
			wrong.Add(e)
		case f.Beside[cmd.Document] != "":
			wrong.Add(s.assents(code, f.Beside[cmd.Document]))
		case known && cmd.Young && p.Asks && p.Withdrawn == "":
			wrong.Add(errs.Mistake("young", "consent.young.asked", "编号 %s 已到可以征求本人意见的年龄。", "%s is old enough to be asked already.", code))
		case known && p.Withdrawn == "" && !p.Owes && p.N == s.InForce:
			wrong.Add(errs.Mistake("codes", "consent.code.twice", "编号 %s 已同意第 %d 版。", "%s has agreed to version %d already.", code, p.N))
		case known && p.Grown && cmd.Document != s.Documents[0]:
			wrong.Add(errs.Mistake("document", "consent.code.grown", "编号 %s 已能自己决定，须由本人签署知情同意书（医学研究伦理审查办法第三十八条）。", "%s can decide now and signs in person (Medical Review Measures, article 38).", code))
		}
		out = append(out, code)
	}
	if len(out) == 0 {
		wrong.Add(errs.Mistake("codes", "consent.codes.none", "请填写参与者编号，每行一个。", "Give the participants' codes, one a line."))
	}
	if len(out) > maxCodes {
		wrong.Add(errs.Mistake("codes", "consent.codes.many", "一次最多 %d 个编号。", "At most %d codes at a time.", maxCodes))
	}
	return out
}

// assents checks that a participant may be asked beside whoever agreed for them:
// that person first, and each version once (article 34).
func (s State) assents(code, beside string) *errs.Error {
	p := s.People[code]
	switch {
	case p.Withdrawn != "" || p.Document != beside || p.N != s.InForce || p.Owes:
		return errs.Mistake("codes", "consent.assent.guardian", "编号 %s：先要有监护人对第 %d 版的同意（医学研究伦理审查办法第三十四条）。", "%s: the guardian has to agree to version %d first (Medical Review Measures, article 34).", code, s.InForce)
	case p.Assent == s.InForce:
		return errs.Mistake("codes", "consent.code.twice", "编号 %s 已同意第 %d 版。", "%s has agreed to version %d already.", code, s.InForce)
	}
	return nil
}

func past(day, today calendar.Day) *errs.Error {
	if _, err := calendar.Parse(string(day)); err != nil || day > today {
		return errs.Mistake("day", "consent.day", "请填写不晚于今天的日期。", "Give a day that is not after today.")
	}
	return nil
}

// OnPerson is an act about one participant.
type OnPerson struct {
	Activity string       `json:"activity"`
	Code     string       `json:"code"`
	Day      calendar.Day `json:"day"`
	Erase    bool         `json:"erase,omitempty"`  // of a withdrawal
	Assent   bool         `json:"assent,omitempty"` // of a capacity: enough to be asked beside the guardian
	Version  int64        `json:"version"`
	Key      string       `json:"key,omitempty"`
}

// Withdraw decides to note that a participant took consent back; it needs no
// reason and no leave.
func (s State) Withdraw(cmd OnPerson, f Facts) ([]journal.New, error) {
	if err := s.known(cmd, f, "consent.withdrawn"); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Withdrawn{Code: cmd.Code, Day: cmd.Day, Erase: cmd.Erase}, f.Grounds...)}, nil
}

// Grow decides to note that a participant can decide now (article 38), or is old
// enough to be asked beside the guardian (article 34).
func (s State) Grow(cmd OnPerson, f Facts) ([]journal.New, error) {
	if err := s.known(cmd, f, "consent.capacity_risen"); err != nil {
		return nil, err
	}
	if s.People[cmd.Code].Document == s.Documents[0] {
		return nil, errs.Refuse("consent.capacity.own", "编号 %s 本来就是本人签署的。", "%s signed in person.", cmd.Code)
	}
	switch p := s.People[cmd.Code]; {
	case !cmd.Assent:
	case !f.guardian(p.Document) || p.Grown:
		return nil, errs.Refuse("consent.assent.none", "编号 %s 没有由监护人代为同意的文书，不需要另外征求本人意见。", "Nobody agreed for %s with a document beside which they would be asked.", cmd.Code)
	case p.Asks:
		return nil, errs.Refuse("consent.young.asked", "编号 %s 已到可以征求本人意见的年龄。", "%s is old enough to be asked already.", cmd.Code)
	}
	return []journal.New{journal.Because(CapacityRisen{Code: cmd.Code, Day: cmd.Day, Assent: cmd.Assent}, f.Grounds...)}, nil
}

func (s State) known(cmd OnPerson, f Facts, event string) error {
	if err := s.recordable(event); err != nil {
		return err
	}
	var wrong errs.List
	if e := Code(cmd.Code); e != nil {
		wrong.Add(e.At("code"))
	} else if p, ok := s.People[cmd.Code]; !ok || p.Withdrawn != "" {
		wrong.Add(errs.Mistake("code", "consent.code.unknown", "没有记录编号 %s 的有效同意。", "No valid consent of %s is recorded.", cmd.Code))
	}
	wrong.Add(past(cmd.Day, f.Today))
	return wrong.Err()
}
