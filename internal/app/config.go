package app

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"lunheng/internal/auth"
)

// Config is everything an operator can set, by flag, by environment variable
// or in the file named by --config. Every key has a usable zero value.
type Config struct {
	Addr      string `help:"Address to listen on." default:"127.0.0.1:8765" env:"LUNHENG_ADDR"`
	PublicURL string `help:"Address under which people reach this server; printed on letters. Default: http:// and addr." env:"LUNHENG_PUBLIC_URL"`
	Origin    string `help:"Name of the log in signed checkpoints; fixed once the log has begun. Default: the host of public-url." env:"LUNHENG_ORIGIN"`
	Storage
	Packs          string        `help:"Folder with further rule packs." type:"path" env:"LUNHENG_PACKS"`
	MaxUpload      int64         `help:"Largest file that may be attached, in bytes." default:"104857600" env:"LUNHENG_MAX_UPLOAD"`
	DraftQuota     int64         `help:"Bytes of files that one person may keep in applications that were not handed in; 0: any number." default:"2147483648" env:"LUNHENG_DRAFT_QUOTA"`
	BodyTimeout    time.Duration `help:"Time for the body of a request to arrive; large ones get a second more for each 16 KiB that has come." default:"30s" env:"LUNHENG_BODY_TIMEOUT"`
	RequestKeyDays int           `help:"Days for which a repeated request with the same key is recognised (Idempotency-Key, forms)." default:"30" env:"LUNHENG_REQUEST_KEY_DAYS"`
	TrustedProxies []string      `help:"Networks (CIDR) of proxies whose X-Forwarded-For is believed, with commas between; default: none." env:"LUNHENG_TRUSTED_PROXIES"`
	LogLevel       string        `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"info" env:"LUNHENG_LOG_LEVEL"`
	Mail           Mail          `embed:"" prefix:"mail-"`
	S3             S3            `embed:"" prefix:"s3-"`
	Opinion        Opinion       `embed:"" prefix:"opinion-"`
	PasswordCost   auth.Cost     `kong:"-"` // of a password hash; zero is what people get, tests take less
}

// Storage says where the data are; every command that opens them takes it.
type Storage struct {
	Data      string `help:"Folder for the embedded database, files and keys." type:"path" default:"data" env:"LUNHENG_DATA"`
	Database  string `help:"PostgreSQL address (postgres://…) instead of the embedded database." env:"LUNHENG_DATABASE" secret:""`
	MasterKey string `help:"File with the key that protects personal data. Default: master.key in the data folder." type:"path" env:"LUNHENG_MASTER_KEY"`
	LogKey    string `help:"File with the key that signs the log; servers of one house share it. Default: log.key in the data folder." type:"path" env:"LUNHENG_LOG_KEY"`
}

// Mail says how messages go out; without a host they stay in the system.
type Mail struct {
	Host     string `help:"SMTP server; empty: no mail is sent." env:"LUNHENG_MAIL_HOST"`
	Port     int    `help:"Port of the SMTP server." default:"587" env:"LUNHENG_MAIL_PORT"`
	User     string `help:"Login at the SMTP server." env:"LUNHENG_MAIL_USER"`
	Password string `help:"Password at the SMTP server." env:"LUNHENG_MAIL_PASSWORD" secret:""`
	Plain    bool   `help:"Speak to the SMTP server without TLS; for a server on the same machine." env:"LUNHENG_MAIL_PLAIN"`
	From     string `help:"Sender's address." default:"lunheng@localhost" env:"LUNHENG_MAIL_FROM"`
}

// S3 says where files go instead of the data folder.
type S3 struct {
	Endpoint string `help:"S3 server (host:port); empty: files lie in the data folder." env:"LUNHENG_S3_ENDPOINT"`
	Bucket   string `help:"Bucket for files." env:"LUNHENG_S3_BUCKET"`
	Key      string `help:"Access key." env:"LUNHENG_S3_KEY"`
	Secret   string `help:"Secret key." env:"LUNHENG_S3_SECRET" secret:""`
	Insecure bool   `help:"Use http instead of https." env:"LUNHENG_S3_INSECURE"`
}

// Opinion says which model, if any, may be asked what a text speaks of.
type Opinion struct {
	URL     string        `help:"Base address of a model that speaks the OpenAI protocol (…/v1); applicants may then send it title and summary for a second opinion. Empty: nothing leaves the house." env:"LUNHENG_OPINION_URL"`
	Model   string        `help:"Name of the model." default:"default" env:"LUNHENG_OPINION_MODEL"`
	Key     string        `help:"Key of the endpoint, if it wants one." env:"LUNHENG_OPINION_KEY" secret:""`
	Timeout time.Duration `help:"Time for an answer; a failed request is tried again later." default:"30s" env:"LUNHENG_OPINION_TIMEOUT"`
}

// URL is the public address without a slash at its end.
func (c Config) URL() string {
	if c.PublicURL != "" {
		return strings.TrimRight(c.PublicURL, "/")
	}
	return "http://" + c.Addr
}

// LogOrigin is the name of the log.
func (c Config) LogOrigin() string {
	if c.Origin != "" {
		return c.Origin
	}
	u, err := url.Parse(c.URL())
	if err != nil || u.Host == "" {
		return "lunheng/log"
	}
	return u.Hostname() + "/log"
}

// DatabasePath is the embedded database's file.
func (s Storage) DatabasePath() string { return filepath.Join(s.Data, "lunheng.db") }

// MasterKeyPath is the file of the master key.
func (s Storage) MasterKeyPath() string {
	if s.MasterKey != "" {
		return s.MasterKey
	}
	return filepath.Join(s.Data, "master.key")
}

// fileResolver reads settings from a YAML file whose keys are the long flags.
type fileResolver struct {
	path   string
	values map[string]any
}

// maxConfig bounds the configuration file, in bytes.
const maxConfig = 1 << 20

func loadConfigFile(r io.Reader) (kong.Resolver, error) {
	f := &fileResolver{path: "the configuration file", values: map[string]any{}}
	if file, ok := r.(*os.File); ok {
		f.path = file.Name()
	}
	raw, err := io.ReadAll(io.LimitReader(r, maxConfig+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.path, err)
	}
	if len(raw) > maxConfig {
		return nil, fmt.Errorf("read %s: it is larger than %d bytes", f.path, maxConfig)
	}
	if err := yaml.Unmarshal(raw, &f.values); err != nil {
		line, _, _ := strings.Cut(yaml.FormatError(err, false, false), "\n")
		return nil, fmt.Errorf("read %s: %s", f.path, line)
	}
	return f, nil
}

// Validate refuses keys that are no settings, all at once.
func (f *fileResolver) Validate(*kong.Application) error {
	known := map[string]bool{}
	settings("", reflect.ValueOf(Config{}), func(key string, _ reflect.StructField, _ reflect.Value) { known[key] = true })
	var bad []string
	for key := range f.values {
		if !known[key] {
			bad = append(bad, key)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	slices.Sort(bad)
	return fmt.Errorf("%s: unknown key %s", f.path, strings.Join(bad, ", "))
}

// Resolve gives a flag its value from the file.
func (f *fileResolver) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	v, ok := f.values[flag.Name]
	if !ok {
		return nil, nil
	}
	switch v := v.(type) {
	case string, bool, uint64, int64, float64:
		return fmt.Sprint(v), nil
	case []any:
		if flag.IsSlice() {
			parts := make([]string, len(v))
			for i := range v {
				parts[i] = fmt.Sprint(v[i])
			}
			return strings.Join(parts, ","), nil
		}
	}
	return nil, errors.New("must be a single value")
}

// showConfig writes every setting as a line of the configuration file, with
// its meaning above it. Secrets that are set are hidden.
func showConfig(w io.Writer, c Config) {
	settings("", reflect.ValueOf(c), func(key string, field reflect.StructField, value reflect.Value) {
		text := fmt.Sprint(value.Interface())
		if list, ok := value.Interface().([]string); ok {
			text = strings.Join(list, ",")
		}
		if u, err := url.Parse(text); err == nil && u.User != nil { // an address may hold a password
			text = u.Redacted()
		}
		if _, secret := field.Tag.Lookup("secret"); secret && text != "" {
			text = "(hidden)"
		}
		fmt.Fprintf(w, "# %s\n%s: %q\n", field.Tag.Get("help"), key, text)
	})
}

// settings goes through every setting with its key.
func settings(prefix string, v reflect.Value, visit func(key string, field reflect.StructField, value reflect.Value)) {
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		if field.Tag.Get("kong") == "-" {
			continue // nobody sets it
		}
		if field.Type.Kind() == reflect.Struct {
			settings(prefix+field.Tag.Get("prefix"), value, visit)
			continue
		}
		visit(prefix+keyName(field.Name), field, value)
	}
}

// Validate refuses settings that could not work, before anything is opened.
func (c Config) Validate() error {
	if c.MaxUpload <= 0 {
		return fmt.Errorf("max-upload: %d: must be a number of bytes above 0", c.MaxUpload)
	}
	if c.PublicURL == "" {
		return nil
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("public-url: %q: must be an address such as https://ethics.example.cn", c.PublicURL)
	}
	return nil
}

// keyName turns a field's name into its key, as the flags are named.
func keyName(field string) string {
	if field == "S3" {
		return "s3"
	}
	var b strings.Builder
	for i, r := range strings.ReplaceAll(field, "URL", "Url") {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
