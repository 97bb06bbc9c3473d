package yamldoc

import "strconv"

// Kind is what a Node holds.
type Kind int

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Int
	Float
	String
	List
	Map
)

// Node is a value with its place in the file.
type Node struct {
	Kind    Kind
	Scalar  any // nil, bool, int64, float64 or string
	Items   []*Node
	Entries []Entry
	Path    string // dotted, with [n] for places in lists
	Line    int
	Col     int
}

// Entry is one key of a map, in the order of the file.
type Entry struct {
	Key   string
	At    *Node // the key's own place
	Value *Node
}

// Get returns the value of key, or nil.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for i := range n.Entries {
		if n.Entries[i].Key == key {
			return n.Entries[i].Value
		}
	}
	return nil
}

// Find follows map keys and list indices, and returns the deepest node that
// exists on the way, so that a mistake always has a place.
func (n *Node) Find(path ...string) *Node {
	for _, step := range path {
		next := n.Get(step)
		if i, err := strconv.Atoi(step); err == nil && n.Kind == List && i >= 0 && i < len(n.Items) {
			next = n.Items[i]
		}
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

// Text is the string a String node holds, otherwise "".
func (n *Node) Text() string {
	if n == nil {
		return ""
	}
	s, _ := n.Scalar.(string)
	return s
}

// Any is the value without places: nil, bool, int64, float64, string, []any,
// map[string]any.
func (n *Node) Any() any {
	switch n.Kind {
	case List:
		out := make([]any, len(n.Items))
		for i, item := range n.Items {
			out[i] = item.Any()
		}
		return out
	case Map:
		out := make(map[string]any, len(n.Entries))
		for _, e := range n.Entries {
			out[e.Key] = e.Value.Any()
		}
		return out
	}
	return n.Scalar
}
