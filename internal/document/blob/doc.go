// Package blob keeps files under the SHA-256 of their content, in a folder
// or in an S3 bucket.
//
// A file that is kept is never changed: the same content has the same name,
// so that keeping it twice costs nothing and a hash in an event is proof of
// the very bytes. Nothing is removed by itself; [Tidy] is for those who know
// what no event names.
//
//   - [Receive] is how a person's upload comes in: it holds the [Limits],
//     tells the type from the content and refuses with a sentence.
//   - [Store] is a place: [OpenFolder], [OpenS3]. Put is acknowledged when
//     the bytes are on the disk, directory included. Whatever goes wrong on
//     the way, nothing is left behind.
//   - Reading checks the hash: the last Read of a file that is not what it was
//     gives [ErrCorrupt] instead of the end.
//
// Files are streamed; memory does not grow with their size.
package blob
