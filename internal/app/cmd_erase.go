package app

import (
	"context"
	"fmt"
	"io"
	"os"

	"lunheng/internal/auth"
	"lunheng/internal/registry"
)

// eraseCmd erases a person's personal data for good.
type eraseCmd struct {
	Storage
	Person string `arg:"" help:"Id of the person."`
	Reason string `help:"Why; stays in the journal, so name nobody." default:"asked for by the person"`
}

// Run destroys the person's key. The journal is not touched and still verifies.
func (c *eraseCmd) Run(ctx context.Context, env *Env) error {
	db, err := openToRead(ctx, c.Storage) // never make a new house by mistake
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	house, err := OpenHouse(ctx, Config{Storage: c.Storage}, env.Clock, logger(env, "warn"))
	if err != nil {
		return err
	}
	defer house.Close()
	now := house.Now()
	_, err = house.Erase(ctx, auth.Operator(now), now, registry.ErasePerson{Person: c.Person, Reason: c.Reason})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "erased %s\n", c.Person)
	return err
}

// maxInput bounds what a command reads from a file, in bytes.
const maxInput = 16 << 20

// readInput reads a file, or standard input when it is named "-".
func readInput(env *Env, name string) ([]byte, error) {
	in, err := openInput(env, name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(io.LimitReader(in, maxInput))
}

// openInput opens a file; - is standard input.
func openInput(env *Env, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(env.Stdin), nil
	}
	return os.Open(name)
}
