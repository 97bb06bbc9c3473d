package assess

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/yamldoc"
)

// maxProfile bounds a file of profiles, in bytes.
const maxProfile = 4 << 20

// Profile is what an activity is, as far as rules ask. Make one with [Read], [New]
// or [FromVars]: only then is it complete and checked.
type Profile struct {
	On       calendar.Day `json:"on,omitempty"` // the day whose rules apply; empty: none named
	Activity Activity     `json:"activity"`

	vars map[string]any // complete and checked, as rules see it
}

// Activity is an activity with its unit. Codes are those of the packs.
type Activity struct {
	Title            string    `json:"title"`
	Summary          string    `json:"summary"`
	Unit             Unit      `json:"unit"`
	Fields           []string  `json:"fields"`
	Sensitive        bool      `json:"sensitive"`
	Humans           Humans    `json:"humans"`
	Animals          string    `json:"animals"`
	IndirectRisks    []string  `json:"indirect_risks"`
	Listed           []string  `json:"listed"`
	StateApproval    string    `json:"state_approval"`
	Risk             string    `json:"risk"`
	Step             string    `json:"step"`
	ApprovedListed   bool      `json:"approved_listed"`
	Emergency        bool      `json:"emergency"`
	Partners         []Partner `json:"partners"`
	Funding          []Funding `json:"funding"`
	CommitmentSigned bool      `json:"commitment_signed"`
	AI               AI        `json:"ai"`
}

// OnAI reports whether the activity is on artificial intelligence.
func (a Activity) OnAI() bool {
	return slices.Contains(a.Fields, "artificial_intelligence") || a.AI.Lifecycle != "" && a.AI.Lifecycle != "none"
}

// Unit is the unit that carries the activity.
type Unit struct {
	Name           string `json:"name"`
	Kind           string `json:"kind"`
	Region         string `json:"region"` // GB/T 2260, six digits
	Committee      string `json:"committee"`
	HospitalGrade  int    `json:"hospital_grade"`
	AffiliatedWith string `json:"affiliated_with"`
}

// Humans is how people are involved.
type Humans struct {
	Participants                 string   `json:"participants"`
	Biospecimens                 string   `json:"biospecimens"`
	Data                         string   `json:"data"`
	HarmPossible                 bool     `json:"harm_possible"`
	SensitivePersonalInformation bool     `json:"sensitive_personal_information"`
	CommercialInterest           bool     `json:"commercial_interest"`
	ConsentCoversUse             bool     `json:"consent_covers_use"`
	ReproductiveOrChimeric       bool     `json:"reproductive_or_chimeric"`
	Vulnerable                   []string `json:"vulnerable"`
}

// Partner is another unit that takes part.
type Partner struct {
	Name    string `json:"name"`
	Country string `json:"country"` // ISO 3166 alpha-2
	Role    string `json:"role"`
	Review  string `json:"review"`
}

// Funding is where money comes from.
type Funding struct {
	Source string `json:"source"`
	Region string `json:"region"`
}

// AI is what the activity is in the life of an AI system.
type AI struct {
	Lifecycle      string `json:"lifecycle"`
	GeneralPurpose bool   `json:"general_purpose"`
	HighImpact     bool   `json:"high_impact"`
}

// Read reads all profiles of a file, YAML documents or JSON. When anything is
// wrong the error is [rules.Problems] with every mistake, its line and path.
func Read(b *rules.Book, name string, r io.Reader) ([]Profile, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
	if err != nil {
		return nil, fmt.Errorf("read profile %s: %w", name, err)
	}
	docs, problems := yamldoc.Parse(name, raw, maxProfile)
	var profiles []Profile
	for _, doc := range docs {
		p, mistakes := fromDocument(b, doc)
		for _, m := range mistakes {
			addProblem(&problems, name, doc, m)
		}
		profiles = append(profiles, p)
	}
	if len(docs) == 0 && len(problems) == 0 {
		problems.Add(name, nil, lang.T("文件里没有活动概况", "the file holds no profile"))
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return profiles, nil
}

// addProblem gives a mistake its line: of the key when the key itself is unknown.
func addProblem(problems *rules.Problems, file string, doc *yamldoc.Node, m rules.Mistake) {
	at := *doc.Find(m.Path...)
	if m.Key {
		last := len(m.Path) - 1
		for _, e := range doc.Find(m.Path[:last]...).Entries {
			if e.Key == m.Path[last] {
				at = *e.At
			}
		}
	}
	at.Path = dotted(m.Path)
	problems.Add(file, &at, m.Text)
}

// dotted writes a path as people write it: activity.partners[0].country.
func dotted(path []string) string {
	var b strings.Builder
	for i, step := range path {
		switch {
		case step != "" && step[0] >= '0' && step[0] <= '9':
			b.WriteString("[" + step + "]")
		case i > 0:
			b.WriteString("." + step)
		default:
			b.WriteString(step)
		}
	}
	return b.String()
}

// fromDocument checks one document.
func fromDocument(b *rules.Book, doc *yamldoc.Node) (Profile, []rules.Mistake) {
	plain, ok := doc.Any().(map[string]any)
	if !ok {
		return Profile{}, []rules.Mistake{{Text: lang.T("应为带有 on 和 activity 的对象", "want a mapping with on and activity")}}
	}
	on, given := plain["on"]
	delete(plain, "on")
	p, mistakes := check(b, plain)
	for i, m := range mistakes {
		if m.Key && len(m.Path) == 1 {
			mistakes[i].Text = unknownTop(m.Path[0])
		}
	}
	if given {
		day, _ := on.(string)
		var err error
		if p.On, err = calendar.Parse(day); err != nil {
			mistakes = append(mistakes, rules.Mistake{Path: []string{"on"},
				Text: lang.T("“%v”不是 YYYY-MM-DD 形式的日期", "%q is not a day YYYY-MM-DD").With(fmt.Sprint(on))})
		}
	}
	return p, mistakes
}

// unknownTop says that the document has a key that it can't have. Programs that read
// the older YAML 1.1 write the key on as true.
func unknownTop(key string) lang.Text {
	if key == "true" {
		return lang.T("没有键“true”；日期的键是 on，有的程序会把它写成 true，请给 \"on\" 加引号", "unknown key \"true\"; the day's key is on, which some programs write as true: put \"on\" in quotes")
	}
	return lang.T("没有键“%s”，可用的是：%s", "unknown key %q; known are: %s").With(key, "activity, on")
}

// check fits variables to the decision point and looks for impossible combinations.
func check(b *rules.Book, vars map[string]any) (Profile, []rules.Mistake) {
	pt, ok := b.Point(point)
	if !ok {
		return Profile{}, []rules.Mistake{{Text: lang.T("规则包没有声明 assessment", "the packs declare no point assessment")}}
	}
	fitted, mistakes := pt.Fit(vars)
	if len(mistakes) == 0 {
		mistakes = pt.CheckPossible(fitted)
	}
	if len(mistakes) > 0 {
		return Profile{}, mistakes
	}
	p := Profile{vars: fitted}
	raw, err := json.Marshal(fitted)
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		mistakes = append(mistakes, rules.Mistake{Text: lang.T("无法读取：%s", "cannot be read: %s").With(err.Error())})
	}
	return p, mistakes
}

// FromVars makes a profile from plain values, as a form or an API request gives
// them: a map with the key activity. Every mistake is an [errs.Error] at its field.
func FromVars(b *rules.Book, vars map[string]any) (Profile, error) {
	p, mistakes := check(b, vars)
	var list errs.List
	for _, m := range mistakes {
		list.Add(errs.New(errs.Invalid, "assess.profile.invalid", m.Text).At(dotted(m.Path)))
	}
	return p, list.Err()
}

// New makes a profile from an activity; empty codes take their defaults.
func New(b *rules.Book, on calendar.Day, a Activity) (Profile, error) {
	vars, err := Vars(a)
	if err != nil {
		return Profile{}, err
	}
	p, err := FromVars(b, vars)
	p.On = on
	return p, err
}

// Vars are the plain values of an activity, without what was left out: for
// [FromVars], and for lists that are shown by what a profile says.
func Vars(a Activity) (map[string]any, error) {
	raw, err := json.Marshal(map[string]any{"activity": a})
	if err != nil {
		return nil, fmt.Errorf("write profile: %w", err)
	}
	var vars map[string]any
	if err := json.Unmarshal(raw, &vars); err != nil {
		return nil, fmt.Errorf("read profile: %w", err)
	}
	dropEmpty(vars)
	return vars, nil
}

// dropEmpty removes what was left out, so that defaults apply.
func dropEmpty(m map[string]any) {
	for key, v := range m {
		switch v := v.(type) {
		case nil:
			delete(m, key)
		case string:
			if v == "" {
				delete(m, key)
			}
		case map[string]any:
			dropEmpty(v)
		case []any:
			for _, item := range v {
				if sub, ok := item.(map[string]any); ok {
					dropEmpty(sub)
				}
			}
		}
	}
}

// errUnchecked says that a Profile was not made by Read, New or FromVars.
var errUnchecked = errors.New("judge profile: it was not checked")
