// Package edge is what pages, the API and the public portal have in common:
// the services they call, who is calling, and how errors map to HTTP.
package edge

import (
	"net/http"

	"lunheng/internal/errs"
)

// statuses is the one table from kinds of trouble to HTTP.
var statuses = map[errs.Code]int{
	errs.Malformed: http.StatusBadRequest,
	errs.Invalid:   http.StatusUnprocessableEntity,
	errs.Forbidden: http.StatusForbidden,
	errs.NotFound:  http.StatusNotFound,
	errs.Conflict:  http.StatusConflict,
	errs.Refused:   http.StatusConflict,
	errs.TooLarge:  http.StatusRequestEntityTooLarge,
	errs.TooMany:   http.StatusTooManyRequests,
	errs.Login:     http.StatusUnauthorized,
	errs.Internal:  http.StatusInternalServerError,
}

// Status maps an error to an HTTP status.
func Status(err error) int {
	if s, ok := statuses[errs.CodeOf(err)]; ok {
		return s
	}
	return http.StatusInternalServerError
}
