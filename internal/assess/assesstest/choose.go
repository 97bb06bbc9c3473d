package assesstest

import "math/rand/v2"

// Source draws the same profile for the same seed and number.
func Source(seed uint64, i int) *rand.Rand { return rand.New(rand.NewPCG(seed, uint64(i))) }

// pick is one of several, each equally likely.
func pick[T any](c *rand.Rand, of ...T) T { return of[c.IntN(len(of))] }

// often, seldom and half say how likely something is.
func often(c *rand.Rand) bool  { return c.IntN(4) > 0 }
func half(c *rand.Rand) bool   { return c.IntN(2) > 0 }
func seldom(c *rand.Rand) bool { return c.IntN(6) == 5 }

// some picks none, one or several of the codes, in any order; once in a while
// one of them twice.
func some(c *rand.Rand, codes ...string) []any {
	picked := []any{}
	for n := pick(c, 0, 0, 1, 1, 2, 3); n > 0; n-- {
		code := pick(c, codes...)
		if !contains(picked, code) || c.IntN(20) == 19 {
			picked = append(picked, code)
		}
	}
	return picked
}

func contains(list []any, code string) bool {
	for _, v := range list {
		if v == code {
			return true
		}
	}
	return false
}

// object is a part of a profile.
type object map[string]any

// set writes a fact down, or leaves it out where that says the same and
// chance wishes so.
func (o object) set(c *rand.Rand, key string, value, missing any) {
	if value != missing || c.IntN(3) == 2 {
		o[key] = value
	}
}

// flag writes a yes or no down.
func (o object) flag(c *rand.Rand, key string, yes bool) { o.set(c, key, yes, false) }

// code writes a code down; the first of its list is what a missing one means.
func (o object) code(c *rand.Rand, key, value, first string) { o.set(c, key, value, first) }

// list writes several codes down.
func (o object) list(c *rand.Rand, key string, values []any) {
	if len(values) > 0 || c.IntN(3) == 2 {
		o[key] = values
	}
}

// part writes a part down unless it says nothing.
func (o object) part(c *rand.Rand, key string, part object) {
	if len(part) > 0 || c.IntN(3) == 2 {
		o[key] = map[string]any(part)
	}
}
