package demo

import (
	_ "embed"
	"fmt"
	"math/rand/v2"

	"github.com/goccy/go-yaml"

	"lunheng/internal/lang"
)

//go:embed city.yaml
var cityYAML []byte

// Both is a sentence in two languages.
type Both struct{ ZH, EN string }

func (b Both) text() lang.Text { return lang.T(b.ZH, b.EN) }

// lines is the sentence as a bilingual applicant writes it.
func (b Both) lines() string { return b.ZH + "\n" + b.EN }

// city is what city.yaml holds.
type city struct {
	City        Both
	Districts   []Both
	Departments []struct {
		Code string
		Both `yaml:",inline"`
	}
	Units     []cityUnit
	Surnames  [][]string // Chinese, pinyin
	Given     [][]string // Chinese, pinyin, f or m
	Settings  []Both
	Topics    []topic
	Aims      []Both
	Risks     []Both
	Concerns  []Both
	Reasons   []Both // one for each outcome, in the order of the rules' list
	Form      map[string]Both
	Remarks   []Both
	Questions []Both
}

type cityUnit struct {
	Both       `yaml:",inline"`
	Kind       string
	Department string
	District   int
	Grade      int
	Fields     []string
	Committee  string // none: it has no committee
	Centre     string // kind of its committee, when that reviews for others
	Staff      int    // of the centre
}

// topic is what activities are about. Profile names the answers of the
// self-assessment, see profile.
type topic struct {
	Both    `yaml:",inline"`
	Profile string
	Unit    []string // kinds of units that take it up
}

func loadCity() (city, error) {
	var c city
	if err := yaml.UnmarshalWithOptions(cityYAML, &c, yaml.Strict()); err != nil {
		return c, fmt.Errorf("read the invented city: %w", err)
	}
	return c, nil
}

// pick draws one of several.
func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }
