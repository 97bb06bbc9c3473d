package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rehearse"
)

// Exit statuses, the same for every command.
const (
	exitDone   = 0 // done
	exitNo     = 1 // done, and the answer is no
	exitFailed = 2 // wrong use, or it could not be done
)

// errNo ends a command whose answer is no; what was wrong is already printed.
var errNo = errors.New("the answer is no")

// errTold ends a command that could not do its work; why is already printed.
var errTold = errors.New("could not be done")

// Version of the program.
const Version = "0.1.0"

// Env is the outside of the program, so that tests can run it.
type Env struct {
	Args   []string
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Clock  Clock
}

// commands is the command line.
type commands struct {
	ConfigFile kong.ConfigFlag `name:"config" help:"YAML file with settings; its keys are the long flags." env:"LUNHENG_CONFIG"`

	Demo           demoCmd           `cmd:"" help:"Run the server on an invented city, to try it."`
	Serve          serveCmd          `cmd:"" help:"Run the server."`
	Verify         verifyCmd         `cmd:"" help:"Check the whole journal, its log and all derived tables."`
	Rebuild        rebuildCmd        `cmd:"" help:"Derive all tables again from the journal."`
	VerifyDecision verifyDecisionCmd `cmd:"" help:"Check a decision file offline."`
	VerifyPackage  verifyPackageCmd  `cmd:"" help:"Check a decision package of another installation offline."`
	Draw           drawCmd           `cmd:"" help:"Repeat the draw of a re-review panel offline."`
	Erase          eraseCmd          `cmd:"" help:"Erase a person's personal data for good."`
	Import         importCmd         `cmd:"" help:"Bring in activities that were registered elsewhere."`
	Assess         assessCmd         `cmd:"" help:"Say what the rules ask of an activity."`
	Screen         screenCmd         `cmd:"" help:"Find in titles and texts what a self-assessment may have left out."`
	Rehearse       rehearseCmd       `cmd:"" help:"Try a draft of rules on all past activities: what would change."`
	Bench          benchCmd          `cmd:"" help:"Measure this program beside the limits of the machine."`
	Packs          packsCmd          `cmd:"" help:"List and check rule packs."`
	Calendar       calendarCmd       `cmd:"" help:"Look after the calendar of working days."`
	ConfigCmd      configCmd         `cmd:"" name:"config" help:"Show the settings in force."`
	Version        versionCmd        `cmd:"" help:"Print the version."`
}

// Main runs the program and returns its exit status.
func Main(ctx context.Context, env Env) int {
	var cli commands
	status := -1
	parser, err := kong.New(&cli,
		kong.Name("lunheng"),
		kong.Description("Lunheng 伦衡 runs the governance of science and technology ethics."),
		kong.Writers(env.Stdout, env.Stderr),
		kong.Exit(func(code int) { status = code }),
		kong.Configuration(loadConfigFile),
		kong.Vars{"rehearse_lists": strings.Join(rehearse.Lists(), ", ")},
		kong.UsageOnError(),
	)
	if err != nil {
		fmt.Fprintln(env.Stderr, "lunheng:", err)
		return exitFailed
	}
	k, err := parser.Parse(env.Args)
	if status >= 0 {
		return status // --help
	}
	if err != nil {
		fmt.Fprintf(env.Stderr, "lunheng: %v (see lunheng --help)\n", err)
		return exitFailed
	}
	k.BindTo(ctx, (*context.Context)(nil))
	return report(env, k.Run(&env))
}

func report(env Env, err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errNo):
		return exitNo
	case errors.Is(err, errTold):
		return exitFailed
	}
	if all := errs.All(err); len(all) > 0 {
		for _, e := range all {
			fmt.Fprintln(env.Stderr, "lunheng:", e.In(lang.EN))
		}
		return exitFailed
	}
	fmt.Fprintln(env.Stderr, "lunheng:", err)
	return exitFailed
}
