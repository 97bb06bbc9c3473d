// Package assesstest makes activity profiles for tests: realistic ones and
// awkward ones, every code of the vocabulary, on and around the days on which
// the sources take effect. A profile is a plain map, as one in JSON or YAML is
// read.
package assesstest
