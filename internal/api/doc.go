// Package api answers programs: the same verbs and queries as the pages, as
// JSON under /api/v1.
//
// Every address is one row in a routes_*.go file. A verb's row names the path,
// what it is called, and the service method:
//
//	act(g, "/reviews/{review}/accept", lang.T("受理", "Accept"), a.Review.Accept, "procedure")
//
// The command type of the method gives the rest. The parts of the path are its
// fields of the same name; the body holds its other fields, and nothing else;
// its version comes from If-Match and its key from Idempotency-Key. The
// OpenAPI document (/api/v1/openapi.json, kept in docs/openapi.json) and the
// reference at /api are made from the same rows.
//
//   - Who: Authorization: Bearer lunheng_…, a token of a person with scopes.
//     Cookies count for nothing here, so no other site can act through them.
//   - Versions: a GET of one thing has an ETag. A verb on it needs If-Match
//     with it, or * for "whatever there is now"; without it 428. Who acts on
//     what has changed meanwhile gets 412 and what happened since.
//   - Twice: a request with an Idempotency-Key has one effect, however often
//     it is sent; the answer to a repetition says "repeated".
//   - Lists: limit and after; the next page is in next and in Link.
//   - Trouble: problem+json (RFC 9457) in the language of Accept-Language,
//     Chinese unless English is asked for, with every mistake at its field. It
//     repeats no personal data.
//
// Start with api.go, then verb.go and query.go.
package api
