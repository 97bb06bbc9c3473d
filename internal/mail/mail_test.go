package mail_test

import (
	"context"
	"errors"
	"io"
	"mime"
	"net"
	netmail "net/mail"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"lunheng/internal/jobs"
	"lunheng/internal/lang"
	"lunheng/internal/mail"
)

// inbox is a mail server that keeps what it gets.
type inbox struct{ got chan string }

func (b *inbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{b}, nil }

type session struct{ *inbox }

func (*session) Reset()                               {}
func (*session) Logout() error                        { return nil }
func (*session) Mail(string, *smtp.MailOptions) error { return nil }
func (*session) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	s.got <- string(raw)
	return err
}

func serve(t *testing.T) (mail.Server, *inbox) {
	t.Helper()
	box := &inbox{got: make(chan string, 1)}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(box)
	s.Domain = "localhost"
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return mail.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, From: "lunheng@mingchuan.invalid", Plain: true}, box
}

var message = mail.Message{To: "lin@mingchuan.invalid", Subject: lang.T("伦衡提醒：决定书已送达，请在三十日内查阅并答复全部修改要求", "Lunheng"),
	Text: lang.T("决定书已送达。", "Your letter is there."), URL: "http://127.0.0.1/reviews/1"}

// A message arrives with its Chinese subject whole, and says its piece in both
// languages.
func TestSend(t *testing.T) {
	server, box := serve(t)
	if err := server.Send(context.Background(), message); err != nil {
		t.Fatal(err)
	}
	got, err := netmail.ReadMessage(strings.NewReader(<-box.got))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
	if err != nil || subject != message.Subject.ZH+" / Lunheng" {
		t.Errorf("subject %q, %v", subject, err)
	}
}

// An impossible address is given up at once; a server that is away is not.
func TestFailures(t *testing.T) {
	server, _ := serve(t)
	bad := message
	bad.To = "lin@mingchuan.invalid\r\nBcc: all@mingchuan.invalid"
	if err := server.Send(context.Background(), bad); !errors.Is(err, jobs.ErrGiveUp) {
		t.Errorf("impossible address: %v; want to give up", err)
	}
	server.Port = 1
	if err := server.Send(context.Background(), message); err == nil || errors.Is(err, jobs.ErrGiveUp) {
		t.Errorf("server away: %v; want an error to try again after", err)
	}
}
