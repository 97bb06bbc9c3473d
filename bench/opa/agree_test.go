package main

import (
	"context"
	"testing"
)

// TestSameAnswers shows that the figures compare the same work.
func TestSameAnswers(t *testing.T) {
	ctx := context.Background()
	ours, theirs, err := engines(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := generate(ours.book, 2000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if err := same(ctx, ours, theirs, c); err != nil {
			t.Error(err)
		}
	}
}
