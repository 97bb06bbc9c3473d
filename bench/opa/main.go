// Command opa asks the rules of an assessment of Lunheng and of OPA, shows that
// both give the same answers, and measures how fast each is.
//
// It is a module of its own, so that OPA is no dependency of the product.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"

	"lunheng/bench/figure"
)

func main() {
	o := options{}
	flag.IntVar(&o.profiles, "profiles", 2000, "how many generated profiles")
	flag.IntVar(&o.rounds, "rounds", 7, "how often each engine is measured")
	flag.StringVar(&o.format, "format", "text", "text or json")
	flag.StringVar(&o.packs, "packs", "", "folder with further rule packs")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type options struct {
	profiles, rounds int
	format, packs    string
}

// run compares first: a faster wrong answer would be none.
func run(o options) error {
	ctx := context.Background()
	ours, theirs, err := engines(ctx, o.packs)
	if err != nil {
		return err
	}
	cases, err := generate(ours.book, o.profiles)
	if err != nil {
		return err
	}
	for _, c := range cases {
		if err := same(ctx, ours, theirs, c); err != nil {
			return err
		}
	}
	runtime.GOMAXPROCS(1)
	fast, slow, err := measure(ctx, ours, theirs, cases, o.rounds)
	if err != nil {
		return err
	}
	opa := figure.Figure{What: "the same rules in OPA, without reasons", Value: slow, Unit: "assessments/s"}
	us := figure.Figure{What: "assessments with reasons, all packs, one core", Value: fast, Unit: "assessments/s"}
	each := figure.Figure{What: "one assessment with reasons", Value: 1e6 / fast, Unit: "µs"}
	return figure.Write(os.Stdout, o.format, opa, us.Beside(opa), each.Beside(figure.Figure{What: "aim", Value: 50}))
}

// measure takes the median of several rounds, the engines in turn.
func measure(ctx context.Context, ours *lunheng, theirs *opa, cases []sample, rounds int) (fast, slow float64, err error) {
	var a, b []float64
	for range rounds {
		r, err := rate(cases, func(c sample) error { _, err := ours.judge(c); return err })
		if err != nil {
			return 0, 0, err
		}
		a = append(a, r)
		r, err = rate(cases, func(c sample) error { _, err := theirs.judge(ctx, c); return err })
		if err != nil {
			return 0, 0, err
		}
		b = append(b, r)
	}
	return median(a), median(b), nil
}

// rate is how many a second of the processor's time, collecting garbage
// included, over all cases at least once and for a second: other work on the
// machine should not count.
func rate(cases []sample, judge func(sample) error) (float64, error) {
	runtime.GC()
	start, n := spent(), 0
	for n == 0 || spent()-start < time.Second {
		for _, c := range cases {
			if err := judge(c); err != nil {
				return 0, err
			}
		}
		n += len(cases)
	}
	return float64(n) / (spent() - start).Seconds(), nil
}

// spent is the processor's time that this process has had.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
