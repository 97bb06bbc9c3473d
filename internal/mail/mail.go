// Package mail sends messages to people.
//
// A message says in both languages that something waits, and where; it holds
// nothing of the case itself. It is a job written in the transaction of its
// cause, so it goes out exactly when its cause stands, and is tried again
// while the mail server is away.
package mail

import (
	"context"
	"errors"
	"fmt"
	"time"

	gomail "github.com/wneessen/go-mail"

	"lunheng/internal/jobs"
	"lunheng/internal/lang"
)

// Kind is the kind of job that sends a message.
const Kind = "mail"

// Message is one message to one person.
type Message struct {
	To      string    // address
	Subject lang.Text // both languages are sent
	Text    lang.Text
	URL     string // where to look
}

// Server is the mail server that messages go through.
type Server struct {
	Host     string
	Port     int
	User     string // empty: no login
	Password string
	From     string
	Plain    bool // without TLS; for a server on the same machine
}

// timeout bounds one delivery.
const timeout = 30 * time.Second

// Send delivers a message. An address that cannot be one is an error that
// trying again does not cure.
func (s Server) Send(ctx context.Context, m Message) error {
	msg := gomail.NewMsg()
	if err := errors.Join(msg.From(s.From), msg.To(m.To)); err != nil {
		return fmt.Errorf("send mail: %w: %w", jobs.ErrGiveUp, err)
	}
	msg.Subject(m.Subject.ZH + " / " + m.Subject.EN)
	msg.SetBodyString(gomail.TypeTextPlain, fmt.Sprintf("%s\n\n%s\n\n%s\n", m.Text.ZH, m.Text.EN, m.URL))
	client, err := gomail.NewClient(s.Host, s.options()...)
	if err != nil {
		return fmt.Errorf("send mail: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("send mail: %w", err)
	}
	return nil
}

func (s Server) options() []gomail.Option {
	out := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(timeout), gomail.WithTLSPolicy(gomail.TLSMandatory)}
	if s.Plain {
		out[2] = gomail.WithTLSPolicy(gomail.NoTLS)
	}
	if s.User != "" {
		out = append(out, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	return out
}
