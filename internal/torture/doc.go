// Package torture ends the program in the middle of its work, again and
// again, and damages what it has stored, and looks whether what was
// acknowledged is there and whether every damage is named. It consists of
// tests alone.
//
//	go test ./internal/torture                                    a few rounds
//	LUNHENG_TORTURE=300 go test -timeout 2h -run Crash ./internal/torture
//	LUNHENG_MUTATIONS=1000 go test -timeout 2h -run Mutations ./internal/torture
//
// A crash test runs a second process of the test binary: a house with 16
// clients who draft applications and walk reviews from submission to decision.
// It writes the id of every event to a pipe once the act is acknowledged, and
// is killed at a random moment.
package torture
