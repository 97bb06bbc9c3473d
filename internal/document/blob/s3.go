package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3Config tells where a bucket is and how to get in.
type S3Config struct {
	Endpoint  string // host, with port when it is not the usual one
	Bucket    string // must exist
	Prefix    string // before every key; may be empty
	Region    string // may be empty
	AccessKey string
	SecretKey string
	Plain     bool // without TLS; only for a store on the same machine
}

// partSize is the size of the pieces in which large files are sent.
const partSize = 16 << 20

// S3 keeps files as objects: prefix, then ab/abcdef… as in [Folder].
//
// The key is the hash, which is known only at the end; so an upload first
// grows in a temporary file on this machine, and the bucket never sees one
// that breaks off. After sending, the object is read back and checked.
type S3 struct {
	client *minio.Client
	bucket string
	prefix string
	temp   string // directory for growing files; empty means the system's
}

// OpenS3 opens the store in a bucket, which must exist.
func OpenS3(ctx context.Context, c S3Config) (*S3, error) {
	client, err := minio.New(c.Endpoint, &minio.Options{
		Creds:  credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""),
		Secure: !c.Plain,
		Region: c.Region,
		// Ten tries, the library's default, keep a person waiting for minutes.
		MaxRetries: 3,
	})
	if err != nil {
		return nil, fmt.Errorf("set up S3 client for %s: %w", c.Endpoint, err)
	}
	ok, err := client.BucketExists(ctx, c.Bucket)
	if err != nil {
		return nil, fmt.Errorf("look for S3 bucket %s: %w", c.Bucket, err)
	}
	if !ok {
		return nil, fmt.Errorf("open S3 bucket %s at %s: no such bucket", c.Bucket, c.Endpoint)
	}
	return &S3{client: client, bucket: c.Bucket, prefix: c.Prefix}, nil
}

// Put implements [Store].
func (s *S3) Put(ctx context.Context, r io.Reader) (Blob, error) {
	file, err := os.CreateTemp(s.temp, "lunheng-upload-")
	if err != nil {
		return Blob{}, stored("create temporary file", err)
	}
	blob, err := s.put(ctx, file, r)
	return blob, errors.Join(err, file.Close(), os.Remove(file.Name()))
}

func (s *S3) put(ctx context.Context, file *os.File, r io.Reader) (Blob, error) {
	blob, err := keep(ctx, file, r)
	if err != nil {
		return Blob{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Blob{}, fmt.Errorf("rewind temporary file: %w", err)
	}
	// Streaming signatures are left out: some servers store their framing as
	// part of the object. Reading back checks more than they would.
	_, err = s.client.PutObject(ctx, s.bucket, s.key(blob.Hash), file, blob.Size, minio.PutObjectOptions{
		ContentType: blob.Type, DisableContentSha256: true, PartSize: partSize, NumThreads: 2,
	})
	if err != nil {
		return Blob{}, fmt.Errorf("send file %s: %w", blob.Hash, err)
	}
	return blob, s.readBack(ctx, blob.Hash)
}

// readBack checks that the bucket has what was sent, and removes it when not.
func (s *S3) readBack(ctx context.Context, hash string) error {
	r, err := s.Open(ctx, hash)
	if err == nil {
		_, err = io.Copy(io.Discard, r)
		err = errors.Join(err, r.Close())
	}
	if err == nil {
		return nil
	}
	err = fmt.Errorf("read file %s back: %w", hash, err)
	if errors.Is(err, ErrCorrupt) {
		gone := s.client.RemoveObject(context.WithoutCancel(ctx), s.bucket, s.key(hash), minio.RemoveObjectOptions{})
		err = errors.Join(err, gone)
	}
	return err
}

// Open implements [Store].
func (s *S3) Open(ctx context.Context, hash string) (io.ReadCloser, error) {
	if err := checkHash(hash); err != nil {
		return nil, err
	}
	object, err := s.client.GetObject(ctx, s.bucket, s.key(hash), minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", hash, err)
	}
	// GetObject asks the server only when it is used.
	if _, err := object.Stat(); err != nil {
		err = errors.Join(err, object.Close())
		if absent(err) {
			return nil, notFound(err)
		}
		return nil, fmt.Errorf("open file %s: %w", hash, err)
	}
	return check(object, hash), nil
}

// Has implements [Store].
func (s *S3) Has(ctx context.Context, hash string) (bool, error) {
	if err := checkHash(hash); err != nil {
		return false, err
	}
	_, err := s.client.StatObject(ctx, s.bucket, s.key(hash), minio.StatObjectOptions{})
	if absent(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for file %s: %w", hash, err)
	}
	return true, nil
}

// absent reports whether the server said that there is no such object.
func absent(err error) bool {
	r, ok := errors.AsType[minio.ErrorResponse](err)
	return ok && r.Code == minio.NoSuchKey
}

func (s *S3) key(hash string) string { return path.Join(s.prefix, place(hash)) }
