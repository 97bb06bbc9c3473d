// Package web answers browsers with pages.
//
// routes.go is the whole table of addresses. Each area has one file with its
// handlers here and a directory of templates below pages/. A handler reads
// the request, calls one verb or a few queries, and renders a page struct; it
// writes no SQL and takes no decision.
//
//	func (s *Server) acceptReview(r *Request) error {
//		cmd := review.Accept{Review: r.PathValue("id"), Version: r.Version(), Key: r.Key()}
//		if _, err := s.Review.Accept(r.Context(), r.P, r.C.Now, cmd); err != nil {
//			return s.showCheck(r, err) // the form again, with what was typed
//		}
//		return r.See("/reviews/"+cmd.Review, lang.T("已受理。", "Accepted."))
//	}
//
// A form that acts carries two hidden values: version, the state of the file
// that the person saw, and key, which makes a double click one act.
package web
