//go:build linux || darwin || freebsd || netbsd || openbsd

package blob

import (
	"os"
	"syscall"
)

// hold marks a file as being written by this process until it is closed; it
// fails when another holds it.
func hold(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// syncDir sees the names in a directory to the disk.
func syncDir(root *os.Root, name string) error {
	dir, err := root.Open(name)
	if err != nil {
		return err
	}
	err = dir.Sync()
	if closed := dir.Close(); err == nil {
		err = closed
	}
	return err
}
