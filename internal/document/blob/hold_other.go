//go:build !(linux || darwin || freebsd || netbsd || openbsd)

package blob

import "os"

// hold does nothing: these systems refuse to remove a file that is open.
func hold(*os.File) error { return nil }

// syncDir does nothing: these systems have no such call.
func syncDir(*os.Root, string) error { return nil }
